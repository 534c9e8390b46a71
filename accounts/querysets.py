"""Who sees what: the one place that narrows rows to a person."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from core.abilities import Role

if TYPE_CHECKING:
    from accounts.models import User

Row = TypeVar("Row", bound=Model)


class MembershipQuerySet(QuerySet[Any]):
    """Memberships on a day."""

    def on(self, day: date) -> Self:
        """Those that hold on `day`."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def open_after(self, day: date) -> Self:
        """Those that go on after `day`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))


class PeopleQuerySet(QuerySet["User"]):
    """People as an administrator lists them."""

    def visible_to(self, user: "User") -> Self:
        """Everybody for who manages people; the field sees its teams, the others their projects."""
        if user.has_perm("accounts.user_manage"):
            return self
        if user.role in OwnedQuerySet.field_roles:
            memberships = MembershipQuerySet(apps.get_model("accounts.Membership"))
            today = memberships.on(timezone.localdate())
            near: QuerySet[Any] = today.filter(team_id__in=user.team_ids)
        else:
            works_for = self.model.projects.through._default_manager
            near = works_for.filter(project_id__in=user.project_ids)
        return self.filter(Q(pk=user.pk) | Q(pk__in=near.values("user_id")))

    def for_list(self) -> Self:
        """With what the list shows: never the password's hash."""
        return self.defer("password")


class SavedViewQuerySet(QuerySet[Any]):
    """Saved views of lists."""

    def visible_to(self, user: "User") -> Self:
        """One's own and those of one's teams.

        A team's view stays with the team when its maker goes to another one.
        """
        mine = Q(owner=user, team=None) if user.team_ids else Q(owner=user)
        return self.filter(mine | Q(team_id__in=user.team_ids))

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("owner", "team")


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
