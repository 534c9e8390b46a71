"""A unit's roster as a number only."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DayField


class RosterCountForm(forms.Form):
    """How many people the unit has, and when it said so."""

    count = forms.IntegerField(label=_("How many people"), min_value=1, max_value=10_000_000)
    told_on = DayField(label=_("As of"), initial=timezone.localdate)
