"""Everything that waits for compliance, rewards and gifts, on one page in one order (L2)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.pages import Empty, ListPage
from core.tables import Table
from rewards import permissions
from rewards.deeds import Held, deeds
from rewards.filters import HoldFilter
from rewards.models import Hold
from rewards.tables import HoldTable


class HoldList(ListPage):
    """What is held, the oldest first, with what one may do about it."""

    model = Hold
    permission = permissions.HOLD_VIEW
    table_class = HoldTable
    filterset_class = HoldFilter
    persons = True
    title = _("On hold")
    empty = Empty(
        _("Nothing is on hold"),
        _("Rewards and gifts appear here when the law or somebody wants compliance to look."),
    )

    def _page(self, table: Table) -> Any:
        page = super()._page(table)
        for row in page.rows:
            row.deeds = deeds(Held(row.kind, row.subject_id, row.holds, row.agreed), self.user)
        return page
