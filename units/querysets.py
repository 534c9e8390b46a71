"""Reads of units and people that say who sees what."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db.models import QuerySet

from accounts.querysets import OwnedQuerySet
from core.abilities import Role

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


class UnitQuerySet(OwnedQuerySet[Any]):
    """Client units."""

    def for_list(self) -> Self:
        """With what the list shows, and no more."""
        return self.select_related("category", "owner", "team").only(
            "name",
            "headcount",
            "grade",
            "last_contact_at",
            "protected_until",
            "visit_count",
            "sound",
            "category__name",
            "category__name_zh",
            "owner__name",
            "owner__username",
            "team__name",
        )


class ContactQuerySet(OwnedQuerySet[Any]):
    """People we know."""

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("unit", "owner")


class RegistrationQuerySet(OwnedQuerySet[Any]):
    """Registrations."""

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("contact", "contact__unit", "owner", "team")


class ArrivalQuerySet(OwnedQuerySet[Any]):
    """Arrivals; the ranking's readers may open the list behind a figure."""

    project_roles: ClassVar[frozenset[str]] = frozenset({Role.MANAGER})

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("contact", "contact__unit", "owner", "team")


class OfUnitQuerySet(OwnedQuerySet[Any]):
    """Rows that belong to a unit are seen by whoever sees the unit."""

    via: ClassVar[str] = "unit__"
