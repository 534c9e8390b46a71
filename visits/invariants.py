"""What must always hold of reports and follow-ups (V4, V6)."""

from django.utils.translation import gettext_lazy as _

from core.invariants import gapless, register_invariant, states
from visits.states import FOLLOW_UP_TRANSITIONS, REPORT_TRANSITIONS

register_invariant(
    "visits.report_states",
    _("Visit reports follow their states"),
    states("visits.VisitReport", REPORT_TRANSITIONS),
)
register_invariant(
    "visits.followup_states",
    _("Follow-ups follow their states"),
    states("visits.FollowUp", FOLLOW_UP_TRANSITIONS),
)
register_invariant(
    "visits.report_numbers",
    _("A unit's visits are numbered without gaps"),
    gapless("visits.VisitReport", "number", ["unit_id"]),
)
register_invariant(
    "visits.visit_count",
    _("A unit knows how often it was visited"),
    """
    SELECT u.id, u.visit_count, count(r.id) FROM units_unit u
    LEFT JOIN visits_visitreport r ON r.unit_id = u.id AND r.state = 'submitted'
    GROUP BY u.id, u.visit_count HAVING count(r.id) <> u.visit_count
    """,
)
