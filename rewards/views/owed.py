"""Amounts to reclaim (R7) and discounts to grant (L2)."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.pages import ActionPage, Empty, ListPage
from core.tables import Table
from rewards import permissions
from rewards.filters import ConversionFilter, ReclaimFilter
from rewards.forms import NoteForm
from rewards.models import Conversion, Reclaim
from rewards.services import conversion_settle, reclaim_settle
from rewards.tables import ConversionTable, ReclaimTable


class _OwedList(ListPage):
    """Owed amounts, each with the way to settle it for who may."""

    settles: ClassVar[str]

    def _page(self, table: Table) -> Any:
        page = super()._page(table)
        if self.user.has_perm(permissions.OWED_SETTLE):
            for row in page.rows:
                row.settle_url = "" if row.settled_on else reverse(self.settles, args=[row.pk])
        return page


class ReclaimList(_OwedList):
    """What people have to give back because the purchase was cancelled after the payment."""

    model = Reclaim
    permission = permissions.OWED_VIEW
    table_class = ReclaimTable
    filterset_class = ReclaimFilter
    settles = "reclaim_settle"
    persons = True
    title = _("To reclaim")
    empty = Empty(
        _("Nothing to reclaim"), _("Amounts appear when a purchase is cancelled after the payment.")
    )


class ConversionList(_OwedList):
    """What buyers of a unit get because compliance converted a reward or a gift."""

    model = Conversion
    permission = permissions.OWED_VIEW
    table_class = ConversionTable
    filterset_class = ConversionFilter
    settles = "conversion_settle"
    title = _("Discounts to grant")
    empty = Empty(
        _("No discounts to grant"), _("They appear when compliance converts what it holds.")
    )


class _Settle(ActionPage):
    """An owed amount, settled with how."""

    permission = permissions.OWED_SETTLE
    form_class = NoteForm
    title = _("Settle the amount")
    submit = _("Settle")
    done = _("It is settled.")

    def queryset(self) -> Any:
        """With what the summary shows."""
        return super().queryset().for_list()  # type: ignore[attr-defined]

    def context(self, form: Any, subject: Reclaim | Conversion) -> dict[str, Any]:
        """What it is about."""
        amount = [(_("Amount"), f"{subject.amount:,.2f}"), (_("Why"), subject.why)]
        return {"summary": [*self.about(subject), *amount]}

    def about(self, subject: Any) -> list[tuple[Any, Any]]:
        """Whose it is and what it comes from."""
        raise NotImplementedError


class ReclaimSettle(_Settle):
    """The money came back."""

    model = Reclaim
    service = staticmethod(reclaim_settle)

    def about(self, subject: Reclaim) -> list[tuple[Any, Any]]:
        """Who gives it back."""
        reward = subject.reward
        return [
            (_("Key person"), reward.contact),
            (_("Unit"), reward.unit),
            (_("Contract number"), reward.contract_no),
        ]


class ConversionSettle(_Settle):
    """The discount was granted."""

    model = Conversion
    service = staticmethod(conversion_settle)

    def about(self, subject: Conversion) -> list[tuple[Any, Any]]:
        """Whose buyers get it, instead of what to whom."""
        return [
            (_("Unit"), subject.unit),
            (_("Key person"), subject.contact),
            (_("Instead of"), subject.origin),
        ]
