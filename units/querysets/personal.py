"""Requests of people and what is kept of them: for manager and compliance (L1)."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db.models import (
    QuerySet,
)

from accounts.querysets import OwnedQuerySet
from core.abilities import Role
from units.querysets.followed import ContactQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class LawfulQuerySet(OwnedQuerySet[Any]):
    """What a person said about their data: seen by whoever sees the person, and by compliance."""

    via: ClassVar[str] = "contact__"
    project_roles: ClassVar[frozenset[str]] = frozenset({Role.MANAGER, Role.COMPLIANCE})


class DataSubjectQuerySet(ContactQuerySet):
    """People as who asks what we hold of them (L1): compliance reads its projects' as well."""

    project_roles: ClassVar[frozenset[str]] = frozenset({Role.MANAGER, Role.COMPLIANCE})


class PersonRequestQuerySet(LawfulQuerySet):
    """What people ask about their data."""

    def live(self) -> Self:
        """Still to be answered."""
        return self.filter(state__in=("open", "waiting"))

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("contact", "recorded_by")


class SealedQuerySet(OwnedQuerySet[Any]):
    """Who erased people were: for who keeps the books, and for compliance."""

    via: ClassVar[str] = "contact__"
    project_roles: ClassVar[frozenset[str]] = frozenset({Role.FINANCE, Role.COMPLIANCE})
    field_roles: ClassVar[frozenset[str]] = frozenset()

    def for_list(self) -> Self:
        """With the person's number."""
        return self.select_related("contact")


class RetentionQuerySet(QuerySet[Any]):
    """Retention runs are a project's own."""

    def visible_to(self, user: "User") -> Self:
        """Those of the person's projects."""
        return self.filter(project_id__in=user.project_ids)
