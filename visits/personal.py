"""Where customers stand in visit reports and follow-ups (L1)."""

from django.utils.translation import gettext_lazy as _

from core.personal import BLANK, WORDS, Holding, declare
from core.personal.labels import call
from core.personal.policies import RetentionPolicy
from core.personal.retention import Period, register_period
from core.policies import policy_on
from visits.models import VisitReport
from visits.states import ReportState

_ABOUT_THE_UNIT = (
    *("interviewers", "people_met", "industry", "office", "living", "self_build", "cars"),
    *("people_flow", "location", "need", "purchasing_power", "accepted_area", "price_attention"),
    *("promotion_place", "promotion_method", "internal_website", "activities", "remarks"),
    "next_step",
)

declare(
    Holding(
        "visits.FollowUp",
        "contact",
        label=_("Follow-ups"),
        fields={"subject": BLANK, "outcome": BLANK},
        unit="unit",
        touched="created_at",
    )
)
call("visits.FollowUp", opened_by=_("after the visit"), closed_by=_("done by the visit"))
# The report is about the unit; only what it says of the person goes.
declare(
    Holding(
        "visits.VisitReport",
        "met_contact",
        label=_("Visits at which they were met"),
        fields={
            **dict.fromkeys(("new_name", "new_position", "new_mobile"), BLANK),
            **dict.fromkeys(_ABOUT_THE_UNIT, WORDS),
        },
        plain=("editor",),
        own=False,
        unit="unit",
        touched="visited_at",
    )
)

register_period(
    Period(
        "visits.discarded",
        _("Visit reports thrown away"),
        lambda day: policy_on(RetentionPolicy, day).draft_days,
        lambda before: VisitReport.objects.filter(
            state=ReportState.DISCARDED, created_at__lt=before
        ),
    )
)
