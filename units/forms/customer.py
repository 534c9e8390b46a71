"""Registration and arrival (U6)."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import phones
from core.errors import DomainError
from core.forms import DayField, TelephoneInput
from core.found import FoundField, offer
from units.models import Consent, Unit


class RegisterForm(forms.Form):
    """A customer in the field, with one hand: five inputs, the number first (U6, L1)."""

    mobile = forms.CharField(
        label=_("Mobile"),
        max_length=20,
        widget=TelephoneInput({"autofocus": True}),
    )
    name = forms.CharField(
        label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    unit = FoundField(url_name="unit_search", label=_("Unit"), required=False, add="unit")
    agrees_service = forms.BooleanField(label=_("Agrees to be called about homes"), required=False)
    agrees_marketing = forms.BooleanField(label=_("Agrees to news by message"), required=False)

    def consents(self) -> tuple[str, ...]:
        """The purposes the customer agreed to."""
        given = self.cleaned_data
        return tuple(purpose for purpose in Consent.Purpose.values if given[f"agrees_{purpose}"])

    def clean_mobile(self) -> str:
        """A number, so that all that is wrong with the form is said at once."""
        typed: str = self.cleaned_data["mobile"]
        try:
            phones.normalise_mobile(typed)
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return typed

    def params(self) -> dict[str, Any]:
        """What the services that register are given."""
        unit = self.cleaned_data["unit"]
        return {
            "facts": {name: self.cleaned_data[name] for name in ("name", "mobile")},
            "unit_id": unit.pk if unit else None,
            "consents": self.consents(),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", Unit.objects.visible_to(user))


class ArrivalForm(forms.Form):
    """The day a registered customer came."""

    arrived_on = DayField(label=_("Day"), initial=timezone.localdate)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
