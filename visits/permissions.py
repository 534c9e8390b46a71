"""Abilities around visits and follow-ups."""

from django.utils.translation import gettext_lazy as _

from core.abilities import FIELD, register

VISIT_VIEW = register(
    "visits.visit_view",
    _("See visit reports"),
    _("Sales see their own and their team's, a leader the team's, a manager the project's."),
    FIELD,
)
VISIT_ADD = register(
    "visits.visit_add", _("Report visits"), _("Write and file visit reports."), FIELD
)
FOLLOWUP_VIEW = register(
    "visits.followup_view",
    _("See follow-ups"),
    _("What is owed to units and customers: one's own, the team's, the project's."),
    FIELD,
)
FOLLOWUP_WORK = register(
    "visits.followup_work",
    _("Work follow-ups"),
    _("Add, move and finish what is owed."),
    FIELD,
)
