"""Pages of a campaign's budget."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from budget import permissions
from budget.filters import LineFilter
from budget.models import Line
from budget.selectors import campaign_totals
from budget.tables import LineTable
from core.filters import FilterSet
from core.pages import Empty, ListPage


class LineList(ListPage):
    """What is planned for what, with each campaign's total on top."""

    model = Line
    permission = permissions.LINE_VIEW
    table_class = LineTable
    filterset_class = LineFilter
    template_name = "budget/line_list.html"
    title = _("Budget")
    empty = Empty(_("No budget yet"), _("A campaign's lines stand here once it is planned."))

    def context(self, filterset: FilterSet) -> dict[str, Any]:
        """The totals, whatever the filter."""
        return {"totals": campaign_totals(self.user)}
