"""The public pool: units and customers nobody follows, and taking one of them (U7)."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.pages import ActionPage, Button, Empty, ListPage
from core.tables import Table
from units import permissions
from units.filters.ownership import PooledContactFilter, PooledUnitFilter
from units.models import PooledContact, PooledUnit
from units.selectors.ownership import claims_of
from units.services import customer_claim, unit_claim
from units.tables.ownership import (
    PooledContactRecordTable,
    PooledContactTable,
    PooledUnitRecordTable,
    PooledUnitTable,
)

EMPTY = Empty(
    _("The pool is empty"),
    _("What nobody was in touch with for the grace period comes here by itself."),
)


class _Pool(ListPage):
    """Says how many one may still claim; who claims nothing opens the records and gives them."""

    permission = permissions.POOL_VIEW
    template_name = "units/pool_list.html"
    records: ClassVar[type[Table]]
    empty = EMPTY

    def columns(self) -> type[Table]:
        """Names that lead to the claim, or to the record."""
        return self.table_class if self._claims() else self.records

    def context(self, filterset: Any) -> dict[str, Any]:
        """The claims one has, and what the policy allows."""
        return {"claims": claims_of(self.user) if self._claims() else None}

    def _claims(self) -> bool:
        may: bool = self.user.has_perm(permissions.POOL_CLAIM)
        return may


class PoolUnitList(_Pool):
    """Units in the pool."""

    model = PooledUnit
    table_class = PooledUnitTable
    records = PooledUnitRecordTable
    filterset_class = PooledUnitFilter
    title = _("Public pool: units")
    buttons = (Button(pgettext_lazy("people", "Customers"), "pool_contact_list", "people"),)


class PoolContactList(_Pool):
    """Customers in the pool."""

    model = PooledContact
    table_class = PooledContactTable
    records = PooledContactRecordTable
    filterset_class = PooledContactFilter
    title = _("Public pool: customers")
    buttons = (Button(_("Units"), "pool_unit_list", "building"),)


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
        return {"left": claims_of(self.user).left}

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
