"""A gift asked for and handed over (K5)."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.file_fields import EvidenceField
from core.forms import DayField, searchable
from units.models import Contact, Unit
from units.services.gift import GiftFacts


class GiftForm(forms.Form):
    """What for whom; the day only where it was handed over already."""

    contact = searchable(Contact.objects.none(), label=_("Given to"))
    item = forms.CharField(label=_("Item"), max_length=100)
    value = forms.DecimalField(
        label=_("Value (yuan)"),
        min_value=Decimal("0.01"),
        max_digits=10,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )
    occasion = forms.CharField(
        label=_("Occasion"), max_length=200, required=False, help_text=_("For example Mid-Autumn.")
    )
    given_on = DayField(
        label=_("Handed over on"),
        required=False,
        help_text=_("Leave it empty while the gift is still to be given."),
    )
    paper = EvidenceField(label=_("Photo or receipt"), required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = unit.contacts.all()  # type: ignore[attr-defined]

    def facts(self) -> GiftFacts:
        """What was typed, for the service."""
        typed = self.cleaned_data
        return GiftFacts(
            contact_id=typed["contact"].pk,
            item=typed["item"],
            value=typed["value"],
            occasion=typed["occasion"],
            given_on=typed["given_on"],
        )


class GiftGiveForm(forms.Form):
    """The day it was handed over, with a photo or the receipt."""

    given_on = DayField(label=_("Handed over on"), initial=timezone.localdate)
    paper = EvidenceField(label=_("Photo or receipt"), required=False)


class GiftWithdrawForm(forms.Form):
    """Why it is not given."""

    why = forms.CharField(label=_("Reason"), min_length=3, max_length=200)
