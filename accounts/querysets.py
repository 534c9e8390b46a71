"""Who sees what: the one place that narrows rows to a person."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db.models import Model, Q, QuerySet

from core.abilities import Role

if TYPE_CHECKING:
    from accounts.models import User

Row = TypeVar("Row", bound=Model)


class MembershipQuerySet(QuerySet[Any]):
    """Memberships on a day."""

    def on(self, day: date) -> Self:
        """Those that hold on `day`."""
        return self.filter(starts_on__lte=day).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


class OwnedQuerySet(QuerySet[Row]):
    """Rows with `project`, `team` and `owner`: own and team's for the field, project's for some."""

    project_roles: ClassVar[frozenset[str]] = frozenset({Role.MANAGER})
    field_roles: ClassVar[frozenset[str]] = frozenset({Role.SALES, Role.LEADER})
    # Where the three columns hang, for rows that belong to one that is owned ("unit__").
    via: ClassVar[str] = ""

    def visible_to(self, user: "User") -> Self:
        """The rows `user` may see; everybody not named sees none."""
        via = self.via
        if user.role in self.project_roles:
            return self.filter(**{f"{via}project_id__in": user.project_ids})
        if user.role in self.field_roles:
            mine = Q(**{f"{via}owner_id": user.pk})
            return self.filter(mine | Q(**{f"{via}team_id__in": user.team_ids}))
        return self.none()
