"""What must always hold of a budget (B1)."""

from django.utils.translation import gettext_lazy as _

from core.invariants import register_invariant

register_invariant(
    "budget.parts",
    _("The parts of a budget line plan no more than the line"),
    """
    SELECT p.id, p.planned, sum(l.planned) FROM budget_line p
    JOIN budget_line l ON l.parent_id = p.id
    GROUP BY p.id, p.planned HAVING round(sum(l.planned), 2) > round(p.planned, 2)
    """,
)
register_invariant(
    "budget.one_campaign",
    _("A part of a budget line is of the same campaign"),
    """
    SELECT l.id FROM budget_line l JOIN budget_line p ON p.id = l.parent_id
    WHERE p.campaign_id <> l.campaign_id
    """,
)
