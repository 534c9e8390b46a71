"""What visits gives on in a hand-over: open follow-ups and drafts; reports go with their unit (U5).

What was done keeps the name of who did it; only who may read it follows the unit.
"""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy, gettext_noop

from core.states import advance
from units.holdings import Holding, Move, give_on
from visits.models import FollowUp, VisitReport
from visits.states import REPORT_TRANSITIONS, ReportState


def drafts_give_on(rows: QuerySet[Any], move: Move) -> None:
    """Unfiled reports; where the receiver is writing one on the unit, theirs is the one."""
    own = VisitReport.objects.drafts().filter(owner=move.receiver_id, unit=OuterRef("unit"))
    for report in rows.filter(Exists(own)).order_by("pk"):
        why = gettext_noop("The receiver of the hand-over is writing one on this unit.")
        advance(report, ReportState.DISCARDED, by=move.by, why=why, transitions=REPORT_TRANSITIONS)
    give_on(rows, move)


def history_follow(rows: QuerySet[Any], move: Move) -> None:
    """What is owed goes to the receiver; the unit's history is read by the receiver's team."""
    give_on(rows, move)
    if move.to_team_id != move.from_team_id:
        for model in (VisitReport, FollowUp):
            old = model.objects.filter(unit__owner=move.receiver_id, team=move.from_team_id)
            old.update(team_id=move.to_team_id)


HOLDINGS = (
    Holding(
        "follow_ups",
        gettext_lazy("Open follow-ups"),
        lambda: FollowUp.objects.open(),
        history_follow,
        order=60,
        related=("unit", "contact", "opened_by"),
    ),
    Holding(
        "drafts",
        gettext_lazy("Reports not filed"),
        lambda: VisitReport.objects.drafts(),
        drafts_give_on,
        order=62,
        related=("unit",),
    ),
)
