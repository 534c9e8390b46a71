"""What one knows of a unit when asking whether it is taken (U8)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TelephoneInput
from units.selectors.same import Question


class PlaceFields(forms.Form):
    """The telephone's position, noted by a button; half of one, or nonsense, is none."""

    latitude = forms.DecimalField(
        max_digits=9, decimal_places=6, min_value=-90, max_value=90, required=False
    )
    longitude = forms.DecimalField(
        max_digits=9, decimal_places=6, min_value=-180, max_value=180, required=False
    )
    latitude.widget = forms.HiddenInput()
    longitude.widget = forms.HiddenInput()


class TakenForm(PlaceFields):
    """Two inputs for the factory gate: the name or the telephone, or both."""

    name = forms.CharField(
        label=_("Name of the unit"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-private": ""}),
    )
    telephone = forms.CharField(
        label=_("or its telephone"),
        max_length=20,
        required=False,
        widget=TelephoneInput({"data-private": ""}),
    )

    field_order = ("name", "telephone", "latitude", "longitude")

    def question(self) -> Question:
        """What was typed, as far as it makes sense: a hint is no place to refuse anything."""
        self.is_valid()
        known: dict[str, Any] = self.cleaned_data
        return Question(
            known.get("name") or "",
            known.get("telephone") or "",
            known.get("latitude"),
            known.get("longitude"),
        )
