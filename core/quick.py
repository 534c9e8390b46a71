"""Quick creation: what somebody may enter from anywhere, and from beside a field.

Apps register their pages in `AppConfig.ready()`, as they do with the menu. A `CreatePage` needs
nothing for it: asked by a dialog it answers with its form alone (core.pages.dialog).
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class QuickItem:
    """Something to create. Without `dialog` the page is opened as a whole, as a visit's is."""

    name: str
    label: str | Promise
    url_name: str
    icon: str
    ability: str
    order: int = 100
    dialog: bool = True

    @property
    def url(self) -> str:
        """The page with its form."""
        return reverse(self.url_name)


_items: dict[str, QuickItem] = {}


def register(item: QuickItem) -> None:
    """Offer the item; called from AppConfig.ready()."""
    _items[item.name] = item


def items(user: Any) -> list[QuickItem]:
    """What this person may create, in order."""
    allowed = (item for item in _items.values() if user.has_perm(item.ability))
    return sorted(allowed, key=lambda item: item.order)


def offer_beside(form: forms.BaseForm, user: Any) -> None:
    """Put the "+" beside each field that names what may be added, for who may add it."""
    for field in form.fields.values():
        item = _items.get(getattr(field, "add", ""))
        if item and user.has_perm(item.ability):
            address = getattr(field, "add_url", "") or item.url
            field.widget.attrs |= {"data-add-url": address, "data-add-label": str(item.label)}
