"""The public pool: units and customers nobody follows, and taking one of them (U7)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.pages import ActionPage, Button, Empty, ListPage
from units import permissions
from units.filters.ownership import PooledContactFilter, PooledUnitFilter
from units.models import PooledContact, PooledUnit
from units.selectors.ownership import claims_left
from units.services import customer_claim, unit_claim
from units.tables.ownership import PooledContactTable, PooledUnitTable

EMPTY = Empty(
    _("The pool is empty"),
    _("What nobody was in touch with for the grace period comes here by itself."),
)


class PoolUnitList(ListPage):
    """Units in the pool."""

    model = PooledUnit
    permission = permissions.POOL_VIEW
    table_class = PooledUnitTable
    filterset_class = PooledUnitFilter
    title = _("Public pool: units")
    buttons = (Button(_("Customers"), "pool_contact_list", "people"),)
    empty = EMPTY


class PoolContactList(ListPage):
    """Customers in the pool."""

    model = PooledContact
    permission = permissions.POOL_VIEW
    table_class = PooledContactTable
    filterset_class = PooledContactFilter
    title = _("Public pool: customers")
    buttons = (Button(_("Units"), "pool_unit_list", "building"),)
    empty = EMPTY


class _Claim(ActionPage):
    """Yours from now, protected afresh; so many at once as the policy says."""

    permission = permissions.POOL_CLAIM
    template_name = "units/claim.html"
    submit = _("Claim")

    def queryset(self) -> QuerySet[Any]:
        """The pool, and what one has just claimed."""
        rows: QuerySet[Any] = self.model.objects.claimable_by(self.user)
        return rows

    def context(self, form: Any, subject: Any) -> dict[str, Any]:
        """How many one may still take."""
        return {"left": claims_left(self.user)}

    def success_url(self, result: Any, subject: Any) -> str:
        """The record, which is visible now."""
        url: str = result.get_absolute_url()
        return url


class UnitClaim(_Claim):
    """A unit with its people."""

    model = PooledUnit
    service = staticmethod(unit_claim)
    noun = "unit"
    title = _("Claim this unit")
    done = _("The unit is yours to follow.")

    def back_url(self, subject: Any) -> str:
        """The pool."""
        return reverse("pool_unit_list")


class CustomerClaim(_Claim):
    """A customer."""

    model = PooledContact
    service = staticmethod(customer_claim)
    noun = "contact"
    title = _("Claim this customer")
    done = _("The customer is yours, protected afresh.")

    def back_url(self, subject: Any) -> str:
        """The pool."""
        return reverse("pool_contact_list")
