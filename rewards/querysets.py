"""Who sees which rewards, vouchers and evidence (R, L2)."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform

from accounts.querysets import OwnedQuerySet
from core.abilities import Role
from rewards.held import HeldQuery
from rewards.reasons import YEAR_MANAGER
from rewards.states import RewardState, VoucherState
from units.models import Gift

if TYPE_CHECKING:
    from accounts.models import User

MONEY_ROLES = frozenset({Role.MANAGER, Role.FINANCE})


class RewardQuerySet(OwnedQuerySet[Any]):
    """Rewards: the field its own and its team's, manager and finance the project's.

    Compliance sees what is or ever was held, and nothing else.
    """

    project_roles: ClassVar[frozenset[str]] = MONEY_ROLES

    def visible_to(self, user: "User") -> Self:
        """The rewards `user` may see."""
        if user.role == Role.COMPLIANCE:
            return self.filter(
                **{f"{self.via}project_id__in": user.project_ids},
                **{f"{self.via}held_on__isnull": False},
            )
        return super().visible_to(user)

    def payable_on(self, day: date) -> Self:
        """Accrued ones whose week is over on `day` (R3)."""
        return self.filter(state=RewardState.ACCRUED, payable_on__lte=day)

    def held(self) -> Self:
        """Those that wait for compliance."""
        return self.filter(state=RewardState.ON_HOLD)

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("unit", "contact", "purchase__home")


class OfRewardQuerySet(RewardQuerySet):
    """Rows that belong to a reward are seen by whoever sees the reward."""

    via: ClassVar[str] = "reward__"


class OwedQuerySet(OwnedQuerySet[Any]):
    """Amounts that somebody owes; a matter of manager and finance."""

    project_roles: ClassVar[frozenset[str]] = MONEY_ROLES
    field_roles: ClassVar[frozenset[str]] = frozenset()

    def unsettled(self) -> Self:
        """Those still open."""
        return self.filter(settled_on__isnull=True)


class ReclaimQuerySet(OwedQuerySet):
    """What people give back."""

    via: ClassVar[str] = "reward__"

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("reward__unit", "reward__contact", "settled_by")


class ConversionQuerySet(OwedQuerySet):
    """Discounts to a unit's buyers."""

    via: ClassVar[str] = "unit__"

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("reward", "gift", "unit", "contact", "settled_by")


class HoldQuerySet(QuerySet[Any]):
    """What waits for compliance, rewards and gifts together; read only."""

    def __init__(self, model: Any = None, query: Any = None, **given: Any) -> None:
        super().__init__(model, query or HeldQuery(model), **given)

    def visible_to(self, user: "User") -> Self:
        """The project's, for compliance, finance and the manager."""
        if user.role not in MONEY_ROLES | {Role.COMPLIANCE}:
            return self.none()
        return self.filter(project_id__in=user.project_ids)

    def because(self, code: str) -> Self:
        """Those held for a reason, perhaps among others."""
        return self.filter(holds__icontains=f'"{code}"')

    def for_manager(self) -> Self:
        """Those compliance may release only after the sales manager agreed."""
        return self.because(YEAR_MANAGER).filter(agreed=False)

    def for_list(self) -> Self:
        """The list shows what is there."""
        return self


class GiftDecisionQuerySet(QuerySet[Any]):
    """Seen by whoever sees the gift."""

    def visible_to(self, user: "User") -> Self:
        """The decisions on gifts `user` may see."""
        return self.filter(gift__in=Gift.objects.visible_to(user))


class VoucherQuerySet(QuerySet[Any]):
    """Vouchers are finance's and the manager's."""

    def visible_to(self, user: "User") -> Self:
        """Those of the person's projects."""
        if user.role not in MONEY_ROLES:
            return self.none()
        return self.filter(project_id__in=user.project_ids)

    def counted(self) -> Self:
        """Those that were or will be paid."""
        return self.exclude(state=VoucherState.VOID)

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("contact", "unit", "verified_by", "paid_by")


class OfVoucherQuerySet(QuerySet[Any]):
    """Payments and prints are seen with their voucher."""

    def visible_to(self, user: "User") -> Self:
        """Those of the person's projects."""
        if user.role not in MONEY_ROLES:
            return self.none()
        return self.filter(voucher__project_id__in=user.project_ids)


class AcknowledgementQuerySet(OwnedQuerySet[Any]):
    """Seen with the unit; finance sees the project's, compliance those of held rewards."""

    via: ClassVar[str] = "unit__"
    project_roles: ClassVar[frozenset[str]] = MONEY_ROLES

    def visible_to(self, user: "User") -> Self:
        """The acknowledgements `user` may see."""
        if user.role == Role.COMPLIANCE:
            held = Q(unit__rewards__held_on__isnull=False)
            return self.filter(held, unit__project_id__in=user.project_ids).distinct()
        return super().visible_to(user)


class TaxPayerQuerySet(QuerySet[Any]):
    """People who were paid, for finance."""

    def visible_to(self, user: "User") -> Self:
        """Those of the person's projects."""
        if user.role != Role.FINANCE:
            return self.none()
        return self.filter(project_id__in=user.project_ids)

    def in_year(self, year: int) -> Self:
        """With gross, tax, net and number of vouchers paid in a tax year; nobody without."""
        paid = self.filter(vouchers__state=VoucherState.PAID, vouchers__tax_month__year=year)
        return paid.annotate(
            gross=Sum("vouchers__gross"),
            tax=Sum("vouchers__tax"),
            net=Sum("vouchers__net"),
            count=Count("vouchers"),
            identity=Max(KeyTextTransform("identity", "vouchers__snapshot")),
        )

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("unit")
