"""Which period is ranked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import DayField
from rewards.ranking.periods import Period, day_of, month_of, week_of


class PeriodForm(forms.Form):
    """A day, week or month by one of its days, or a range; at first the month of today."""

    SPANS = (
        ("day", pgettext_lazy("period", "day")),
        ("week", pgettext_lazy("period", "week")),
        ("month", pgettext_lazy("period", "month")),
        ("range", _("from – until")),
    )
    span = forms.ChoiceField(label=_("Period"), choices=SPANS)
    day = DayField(label=_("Day"))
    until = DayField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        """A range needs its end, not before its beginning, and at most two years."""
        cleaned = super().clean() or {}
        if self.errors or cleaned["span"] != "range":
            return cleaned
        if not cleaned.get("until"):
            self.add_error("until", _("Say until which day."))
        elif not 0 <= (cleaned["until"] - cleaned["day"]).days <= 731:
            self.add_error("until", _("Choose a day within two years after the first."))
        return cleaned

    def period(self) -> Period:
        """The period of a valid form."""
        day = self.cleaned_data["day"]
        if self.cleaned_data["span"] == "range":
            return Period(day, self.cleaned_data["until"])
        return {"day": day_of, "week": week_of, "month": month_of}[self.cleaned_data["span"]](day)
