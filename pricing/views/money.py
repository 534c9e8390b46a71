"""Entries reversed, price differences listed and settled, a unit's discount slip (P5, P10, P11)."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.pages import ActionPage, DetailPage, Empty, ListPage
from pricing import permissions
from pricing.feed import unit_standing
from pricing.filters import DifferenceFilter
from pricing.forms import ReasonForm, SettleForm
from pricing.models import LedgerEntry, PriceDifference, Purchase
from pricing.services import difference_settle, entry_reverse
from pricing.tables import DifferenceTable
from units.models import Unit
from units.permissions import UNIT_VIEW


class EntryReverse(ActionPage):
    """A wrong entry is taken back with one of the opposite amount."""

    model = LedgerEntry
    noun = "entry"
    permission = permissions.MONEY_RECEIVE
    form_class = ReasonForm
    service = staticmethod(entry_reverse)
    title = _("Reverse the entry")
    submit = _("Reverse")
    done = _("The entry is reversed.")

    def queryset(self) -> QuerySet[Any]:
        """With its purchase."""
        return super().queryset().select_related("purchase__home", "purchase__contact")

    def context(self, form: Any, subject: LedgerEntry) -> dict[str, Any]:
        """What it is about."""
        return {
            "summary": [
                (_("Purchase"), subject.purchase),
                (_("Kind"), subject.get_kind_display()),
                (_("Amount"), f"{subject.amount:,.2f}"),
                (_("Date"), f"{subject.received_on:%Y-%m-%d}"),
            ]
        }


class DifferenceList(ListPage):
    """What buyers are owed who signed before the group's price."""

    model = PriceDifference
    permission = permissions.DIFFERENCE_VIEW
    table_class = DifferenceTable
    filterset_class = DifferenceFilter
    title = _("Price differences")
    empty = Empty(
        _("No price differences"),
        _("They arise when a unit reaches its number of homes after somebody signed."),
    )


class DifferenceSettle(ActionPage):
    """Paid out, or deducted from what is still to pay."""

    model = PriceDifference
    noun = "difference"
    permission = permissions.MONEY_RECEIVE
    form_class = SettleForm
    service = staticmethod(difference_settle)
    title = _("Settle the price difference")
    submit = _("Settle")
    done = _("The price difference is settled.")

    def queryset(self) -> QuerySet[Any]:
        """With its purchase."""
        return super().queryset().select_related("purchase__home", "purchase__contact")

    def context(self, form: Any, subject: PriceDifference) -> dict[str, Any]:
        """What it is about."""
        return {
            "summary": [
                (_("Purchase"), subject.purchase),
                (_("Contract number"), subject.purchase.contract_no),
                (_("Due to the buyer"), f"{subject.amount:,.2f}"),
            ]
        }


class UnitDiscount(DetailPage):
    """The discount confirmation slip of a unit, for the screen and the printer (P11)."""

    model = Unit
    permission = UNIT_VIEW
    template_name = "pricing/unit_discount.html"

    def queryset(self) -> QuerySet[Any]:
        """With its category."""
        return super().queryset().select_related("category", "project")

    def pill(self, subject: Any) -> None:
        """A slip has no state."""

    def context(self, subject: Unit) -> dict[str, Any]:
        """Where the unit stands and which homes count."""
        today = timezone.localdate()
        purchases = Purchase.objects.visible_to(self.user).live().filter(unit=subject).for_list()
        return {
            "standing": unit_standing(subject, today),
            "purchases": purchases.order_by("subscription_no", "pk")[:200],
            "day": today,
        }
