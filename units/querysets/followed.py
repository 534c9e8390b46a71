"""Units and people: followed by somebody, or in the public pool (U5, U7)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import (
    Case,
    Exists,
    F,
    Manager,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)

from accounts.querysets import OwnedQuerySet
from core.abilities import FIELD

if TYPE_CHECKING:
    from accounts.models import User


class FollowedQuerySet(OwnedQuerySet[Any]):
    """Units and customers: followed by somebody, or in the public pool.

    This is the one place that says what becomes of rows without an owner (U7): as records they are
    seen by the project's manager alone, since `visible_to` asks for owner or team; in the pool
    (`PooledQuerySet`) everybody in the field of the project finds their names.
    """

    def assignable_by(self, user: "User") -> Self:
        """Those `user` may give to somebody: what they see, and what is in their pool."""
        pooled = Q(pooled_at__isnull=False, project_id__in=user.project_ids)
        return self.filter(pooled | Q(pk__in=self.visible_to(user).values("pk")))

    def idle_before(self, day: date) -> Self:
        """Followed, but without a contact since before `day`."""
        return self.filter(owner__isnull=False, idle_since__lt=day)

    def with_last_contact(self) -> Self:
        """With `last_contact_on`, from which the grace period counts (U7)."""
        return self.annotate(last_contact_on=F("idle_since"))

    def unwarned(self) -> Self:
        """Whose owner was not yet warned of this time without contact (U7)."""
        warned = Q(warned_for=F("last_contact_on"))
        return self.with_last_contact().filter(Q(warned_for=None) | ~warned)


class PooledQuerySet(QuerySet[Any]):
    """What is in the public pool of a project."""

    def visible_to(self, user: "User") -> Self:
        """Everybody in the field of the project; nobody else."""
        if user.role not in FIELD:
            return self.none()
        return self.filter(project_id__in=user.project_ids, pooled_at__isnull=False)

    def claimable_by(self, user: "User") -> Self:
        """What is in the pool, and what they have claimed from it: a second click finds that."""
        own = Q(claims__user=user, claims__ended_at=None)
        return self.filter(own | Q(pk__in=self.visible_to(user).values("pk"))).distinct()

    def for_list(self) -> Self:
        """With what the list shows."""
        if hasattr(self.model, "category"):
            return self.select_related("category")
        return self.select_related("unit", "unit__category")


class StandingManager(Manager[Any]):
    """Leaves out what was merged into another record: the one place that says so (U8).

    Lists, search, choices, duplicates and services all ask `objects`; a row that points at such a
    record still reaches it, and `everything` has all of them.
    """

    def get_queryset(self) -> QuerySet[Any]:
        """The records that stand for themselves."""
        return super().get_queryset().filter(merged_into__isnull=True)


class UnitQuerySet(FollowedQuerySet):
    """Client units."""

    def planned_for(self, user: "User") -> Self:
        """As a campaign's rounds name them: who plans or directs reads them all; the field, whose
        people win units from each other, its own (U3, U6)."""
        return self.visible_to(user) if user.role in FIELD else self

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


class ContactQuerySet(FollowedQuerySet):
    """People we know."""

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("unit", "owner").with_protection()

    def with_protection(self) -> Self:
        """With `protected_until` of the live registration, None where there is none."""
        live = self._registrations().filter(contact=OuterRef("pk"), live=True)
        return self.annotate(protected_until=Subquery(live.values("protected_until")[:1]))

    def customers(self) -> Self:
        """Those with a live registration (U6); the others are people of a unit."""
        live = self._registrations().filter(contact=OuterRef("pk"), live=True)
        return self.filter(Exists(live))

    def left_alone_since(self, day: date) -> Self:
        """Customers without a contact since before `day`; in touch with their unit counts."""
        through_unit = Q(unit__owner=F("owner"), unit__idle_since__gte=day)
        return self.customers().idle_before(day).exclude(through_unit)

    def with_last_contact(self) -> Self:
        """With the day of the last contact, their own or their unit's."""
        through_unit = When(
            unit__owner=F("owner"),
            unit__idle_since__gt=F("idle_since"),
            then=F("unit__idle_since"),
        )
        return self.annotate(last_contact_on=Case(through_unit, default=F("idle_since")))

    def _registrations(self) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model.registrations.rel.related_model.objects.all()
        return found

    def known(self) -> Self:
        """Who has not been erased; the others stand in no list."""
        return self.filter(erased_at=None)

    def may_market(self) -> Self:
        """Whom marketing may be sent: their newest answer for it is a yes (L1).

        The one place that says so. Asked again where a message leaves, so that a withdrawal
        counts at once.
        """
        return self._answered("marketing").filter(erased_at=None, answered=True)

    def may_serve(self) -> Self:
        """Whom service messages may be sent: who has not forbidden it."""
        return self._answered("service").filter(erased_at=None).exclude(answered=False)

    def _answered(self, purpose: str) -> Self:
        consents = apps.get_model("units.Consent")._base_manager
        newest = consents.filter(contact=OuterRef("pk"), purpose=purpose).order_by("-at", "-id")
        return self.alias(answered=Subquery(newest.values("given")[:1]))


PooledManager = StandingManager.from_queryset(PooledQuerySet)
UnitManager = StandingManager.from_queryset(UnitQuerySet)
ContactManager = StandingManager.from_queryset(ContactQuerySet)
