"""Groups of fields under a heading, as `core/_fields.html` draws them."""

from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise


@dataclass(frozen=True)
class Section:
    """Heading, icon, a hint under it, and the bound fields."""

    title: str | Promise
    icon: str
    hint: str | Promise
    fields: list[forms.BoundField]
