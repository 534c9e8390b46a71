"""Abilities around a campaign's money."""

from django.utils.translation import gettext_lazy as _

from budget.querysets import LineQuerySet
from core.abilities import register

LINE_VIEW = register(
    "budget.line_view",
    _("See the budget"),
    _("The lines of the campaigns of one's projects and what is planned on each."),
    LineQuerySet.roles,
)
