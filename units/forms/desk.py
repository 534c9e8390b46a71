"""At the sales centre's desk (U6)."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from units.forms.customer import RegisterForm

FOUR = RegexValidator(r"^\d{4}$", _("Enter the last four digits of the mobile number."))


class DigitsForm(forms.Form):
    """What a visitor says first."""

    digits = forms.CharField(
        label=_("Last four digits of the mobile number"),
        max_length=4,
        validators=[FOUR],
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}
        ),
    )


class DeskArrivalForm(forms.Form):
    """One of those found."""

    contact_id = forms.IntegerField(min_value=1, max_value=2**31, widget=forms.HiddenInput)
    digits = forms.CharField(max_length=4, validators=[FOUR], widget=forms.HiddenInput)


class WalkInForm(RegisterForm):
    """Somebody nobody knows: as in the field, and why they came."""

    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def params(self) -> dict[str, Any]:
        """As in the field, with the note."""
        return {**super().params(), "note": self.cleaned_data["note"]}
