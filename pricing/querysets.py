"""Who sees which homes, purchases and money."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db.models import DecimalField, F, QuerySet, Value

from accounts.querysets import OwnedQuerySet
from core.abilities import FIELD, Role
from pricing.states import COUNTED, DifferenceState, HomeState, PurchaseState

if TYPE_CHECKING:
    from accounts.models import User

PRICE_READERS = FIELD | {Role.FINANCE}


class HomeQuerySet(QuerySet[Any]):
    """The price list is the project's, for the field and finance."""

    def visible_to(self, user: "User") -> Self:
        """The homes of the person's projects."""
        if user.role not in PRICE_READERS:
            return self.none()
        return self.filter(project_id__in=user.project_ids)

    def available(self) -> Self:
        """Those one can choose."""
        return self.filter(state=HomeState.AVAILABLE)

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.only("building", "number", "area", "unit_price", "list_price", "state")

    def with_conditions(self, plan: Decimal, group: Decimal) -> Self:
        """With the multipliers of the price list's two columns (P11)."""
        kind: DecimalField[Any, Any] = DecimalField(max_digits=5, decimal_places=4)
        return self.annotate(
            plan_multiplier=Value(plan, output_field=kind),
            group_multiplier=Value(group, output_field=kind),
        )


class PurchaseQuerySet(OwnedQuerySet[Any]):
    """Purchases: own and the team's for the field, the project's for its manager and finance."""

    project_roles: ClassVar[frozenset[str]] = frozenset({Role.MANAGER, Role.FINANCE})

    def live(self) -> Self:
        """Not cancelled."""
        return self.exclude(state=PurchaseState.CANCELLED)

    def counted(self) -> Self:
        """Deposit paid or contract signed, not cancelled (P4)."""
        return self.filter(state__in=COUNTED)

    def for_list(self) -> Self:
        """With what the list shows, and no more."""
        return self.select_related("home", "contact", "unit", "owner").only(
            "subscription_no",
            "price",
            "state",
            "reserved_on",
            "home__building",
            "home__number",
            "contact__name",
            "unit__name",
            "owner__name",
            "owner__username",
        )


class OfPurchaseQuerySet(OwnedQuerySet[Any]):
    """Rows that belong to a purchase are seen by whoever sees the purchase."""

    via: ClassVar[str] = "purchase__"
    project_roles: ClassVar[frozenset[str]] = frozenset({Role.MANAGER, Role.FINANCE})


class DifferenceQuerySet(OfPurchaseQuerySet):
    """Price differences."""

    def due(self) -> Self:
        """Not settled yet."""
        return self.filter(state=DifferenceState.DUE)

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related(
            "purchase", "purchase__home", "purchase__contact", "purchase__unit"
        ).annotate(contract_no=F("purchase__contract_no"))
