"""What a customer said of buying, and the papers they showed (P3, R2)."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.file_fields import EvidenceField
from core.forms import DayField
from units.models import Proof, Sincerity
from units.models.proof import SincerityLevel


class SincerityForm(forms.ModelForm[Sincerity]):
    """Level and day; what they want, if they said."""

    class Meta:
        model = Sincerity
        fields = ("level", "said_on", "area", "budget", "note")
        field_classes = {"said_on": DayField}

    level = forms.ChoiceField(
        label=_("Sincerity"), choices=SincerityLevel.choices, widget=forms.RadioSelect
    )
    said_on = DayField(label=_("Day"), initial=timezone.localdate)


class ProofForm(forms.ModelForm[Proof]):
    """A paper, seen today, with its picture."""

    seen_on = DayField(label=_("Seen on"), initial=timezone.localdate)
    valid_until = DayField(label=_("Valid until"), required=False)
    upload = EvidenceField(label=_("Picture of the paper"), required=False)

    class Meta:
        model = Proof
        fields = ("kind", "paper", "number", "seen_on", "valid_until", "note")


class WithdrawForm(forms.Form):
    """Why a proof is taken back."""

    why = forms.CharField(label=_("Why"), min_length=5, max_length=200)
