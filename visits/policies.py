"""The numbers of the day's work, valid from a day on (V1, V2, V6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.policies import Policy, policy

_RHYTHM_HELP = _("Days from a visit to the next follow-up, where nobody names a date.")


@policy("visits", _("Visits and the day's work"))
@dataclass(frozen=True)
class VisitPolicy(Policy):
    """V1, V2 and V6 with the plan's numbers."""

    rhythm_a: int = field(
        default=3,
        metadata={
            "label": _("Follow-up of grade A after"),
            "help": _RHYTHM_HELP,
            "unit": _("days"),
            "min": 1,
            "max": 365,
        },
    )
    rhythm_b: int = field(
        default=7,
        metadata={
            "label": _("Follow-up of grade B after"),
            "help": _RHYTHM_HELP,
            "unit": _("days"),
            "min": 1,
            "max": 365,
        },
    )
    rhythm_c: int = field(
        default=14,
        metadata={
            "label": _("Follow-up of grade C after"),
            "help": _RHYTHM_HELP,
            "unit": _("days"),
            "min": 1,
            "max": 365,
        },
    )
    rhythm_d: int = field(
        default=30,
        metadata={
            "label": _("Follow-up of grade D after"),
            "help": _RHYTHM_HELP,
            "unit": _("days"),
            "min": 1,
            "max": 365,
        },
    )
    morning_list_at: time = field(
        default=time(7, 30), metadata={"label": _("The day's list goes out at")}
    )
    evening_reminder_at: time = field(
        default=time(17, 30), metadata={"label": _("What is left is reminded at")}
    )
    morning_meeting_at: time = field(
        default=time(8, 0), metadata={"label": _("Morning meeting at")}
    )
    evening_meeting_at: time = field(
        default=time(17, 0), metadata={"label": _("Evening meeting at")}
    )
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
