"""Who sees which budget (B1)."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db.models import QuerySet, Sum

from core.abilities import Role

if TYPE_CHECKING:
    from accounts.models import User


class LineQuerySet(QuerySet[Any]):
    """A campaign's lines are read by who plans, answers for and pays out its money."""

    roles: ClassVar[frozenset[str]] = frozenset(
        {Role.MANAGER, Role.DIRECTOR, Role.HEADOFFICE, Role.FINANCE, Role.PLANNER}
    )

    def visible_to(self, user: "User") -> Self:
        """The lines of the person's projects."""
        if user.role not in self.roles:
            return self.none()
        return self.filter(campaign__project_id__in=user.project_ids)

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("campaign", "parent__parent")

    def planned(self) -> Decimal:
        """What they plan together."""
        total: Decimal | None = self.aggregate(total=Sum("planned"))["total"]
        return total or Decimal(0)
