"""Campaigns with their parts, and kinds of units: seen by everybody of the project."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import (
    Count,
    Q,
    QuerySet,
)

if TYPE_CHECKING:
    from accounts.models import User


class CampaignQuerySet(QuerySet[Any]):
    """Campaigns are a project's own, seen by everybody who works for it."""

    def visible_to(self, user: "User") -> Self:
        """Those of the person's projects."""
        return self.filter(project_id__in=user.project_ids)

    def on(self, day: date) -> Self:
        """Those whose window holds `day`."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("project")


class CategoryQuerySet(QuerySet[Any]):
    """Kinds of units are the house's own: everybody sees all of them."""

    def visible_to(self, user: "User") -> Self:
        """All."""
        return self

    def offered(self, present: int | None = None) -> Self:
        """What a unit may be given: all but the retired, and the one it has at `present`."""
        return self.filter(Q(retired=False) | Q(pk=present))

    def for_list(self) -> Self:
        """With how many units have each."""
        return self.annotate(used=Count("units"))


class OfCampaignQuerySet(QuerySet[Any]):
    """Phases, rounds and targets are seen by whoever sees the campaign."""

    def visible_to(self, user: "User") -> Self:
        """Those of the person's projects."""
        return self.filter(campaign__project_id__in=user.project_ids)
