"""The numbers of the day's work, valid from a day on (V1, V2, V6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.policies import Policy, policy

_RHYTHM_HELP = _("Days from a visit to the next follow-up, where nobody names a date.")


def _rhythm(label: object, days: int) -> int:
    """A field of the rhythm."""
    metadata = {"label": label, "help": _RHYTHM_HELP, "unit": _("days"), "min": 1, "max": 365}
    chosen: int = field(default=days, metadata=metadata)
    return chosen


def _time(label: object, at: time) -> time:
    """A field for a time of the day."""
    chosen: time = field(default=at, metadata={"label": label})
    return chosen


@policy("visits", _("Visits and the day's work"))
@dataclass(frozen=True)
class VisitPolicy(Policy):
    """V1, V2 and V6 with the plan's numbers."""

    rhythm_a: int = _rhythm(_("Follow-up of grade A after"), 3)
    rhythm_b: int = _rhythm(_("Follow-up of grade B after"), 7)
    rhythm_c: int = _rhythm(_("Follow-up of grade C after"), 14)
    rhythm_d: int = _rhythm(_("Follow-up of grade D after"), 30)
    morning_list_at: time = _time(_("The day's list goes out at"), time(7, 30))
    evening_reminder_at: time = _time(_("What is left is reminded at"), time(17, 30))
    morning_meeting_at: time = _time(_("Morning meeting at"), time(8, 0))
    evening_meeting_at: time = _time(_("Evening meeting at"), time(17, 0))
    party_least: int = field(
        default=3, metadata={"label": _("Visit party, at least"), "unit": _("people"), "min": 1}
    )
    party_most: int = field(
        default=5, metadata={"label": _("Visit party, at most"), "unit": _("people"), "min": 1}
    )

    @property
    def rhythm(self) -> Mapping[str, int]:
        """Days by grade, as `visits.rules.due_on` takes them."""
        return {"A": self.rhythm_a, "B": self.rhythm_b, "C": self.rhythm_c, "D": self.rhythm_d}

    def check(self) -> None:
        """The smallest party is no larger than the largest."""
        if self.party_least > self.party_most:
            raise DomainError(
                gettext("The smallest party is larger than the largest. Correct one of them."),
                field="party_most",
            )
