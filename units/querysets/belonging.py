"""What belongs to a unit or a person, and is seen with it."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db.models import (
    BigIntegerField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from accounts.querysets import OwnedQuerySet, PeopleQuerySet
from core.abilities import FIELD, Role
from units.holdings import all_holdings
from units.querysets.followed import ContactQuerySet, UnitQuerySet
from units.states import COUNTED_GIFTS, DisputeState, GiftState

if TYPE_CHECKING:
    from accounts.models import User


class CustomerEventQuerySet(OwnedQuerySet[Any]):
    """What happened with a customer stays with who did it, whoever follows them since."""

    def opening_for(self, user: "User") -> Self:
        """With `opens`: whether the customer's own page is still the reader's to open."""
        contacts = ContactQuerySet(apps.get_model("units.Contact")).visible_to(user)
        return self.annotate(opens=Exists(contacts.filter(pk=OuterRef("contact"))))


class RegistrationQuerySet(CustomerEventQuerySet):
    """Registrations: of who registered, and of who follows the customer now."""

    def visible_to(self, user: "User") -> Self:
        """After a hand-over the receiver sees what they are to keep alive."""
        if user.role not in self.field_roles:
            return super().visible_to(user)
        mine = Q(owner=user) | Q(contact__owner=user)
        return self.filter(
            mine | Q(team_id__in=user.team_ids) | Q(contact__team_id__in=user.team_ids)
        )

    def protected_on(self, day: date) -> Self:
        """Those that keep others away on `day`."""
        return self.filter(live=True, protected_until__gte=day)

    def made_by(self, user_id: int) -> Self:
        """Those somebody made: the owner's, but a ruling gives the figure to the claimant (U6)."""
        won = apps.get_model("units.Dispute").objects.filter(
            registration=OuterRef("pk"), state=DisputeState.FOR_CLAIMANT
        )
        first = Subquery(won.order_by("decided_at", "pk").values("holder")[:1])
        maker = Coalesce(first, F("owner_id"), output_field=BigIntegerField())
        return self.alias(maker=maker).filter(maker=user_id)

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("contact", "contact__unit", "owner", "team")


class ArrivalQuerySet(CustomerEventQuerySet):
    """Arrivals; the ranking's readers may open the list behind a figure."""

    project_roles: ClassVar[frozenset[str]] = frozenset({Role.MANAGER})

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("contact", "contact__unit", "owner", "team")


class DirectoryQuerySet(QuerySet[Any]):
    """The service directory is a project's own, read by everybody who works for it (U10)."""

    def visible_to(self, user: "User") -> Self:
        """That of the person's projects."""
        return self.filter(project_id__in=user.project_ids)

    def for_list(self) -> Self:
        """What is offered; the list names no other table."""
        return self.filter(closed_on=None)


class DisputeQuerySet(QuerySet[Any]):
    """Disputes: both sides' people and teams see them, and the project's manager, who rules."""

    def visible_to(self, user: "User") -> Self:
        """Who stands on neither side finds nothing."""
        if user.role == Role.MANAGER:
            return self.filter(project_id__in=user.project_ids)
        if user.role not in FIELD:
            return self.none()
        claims = Q(claimant=user) | Q(claimant_team_id__in=user.team_ids)
        return self.filter(claims | Q(holder=user) | Q(holder_team_id__in=user.team_ids))

    def open(self) -> Self:
        """Those that wait for a ruling."""
        return self.filter(state=DisputeState.OPEN)

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("contact")


class EvidenceQuerySet(QuerySet[Any]):
    """Evidence: one's own, that of one's team's side, and all of it for who rules."""

    def visible_to(self, user: "User") -> Self:
        """The other side's is never shown: it names people and places; not to a teammate either."""
        if user.role == Role.MANAGER:
            return self.filter(dispute__project_id__in=user.project_ids)
        if user.role not in FIELD:
            return self.filter(by=user)
        party = Q(dispute__holder=user) | Q(dispute__claimant=user)
        teams = user.team_ids
        held = Q(by=F("dispute__holder"), dispute__holder_team_id__in=teams)
        claimed = Q(by=F("dispute__claimant"), dispute__claimant_team_id__in=teams)
        return self.filter(Q(by=user) | (~party & (held | claimed)))


class HolderQuerySet(PeopleQuerySet):
    """People who hold anything that could be handed over (`units.holdings`)."""

    def visible_to(self, user: "User") -> Self:
        """Of those one may see at all, who holds something in one's projects."""
        anything = Q()
        for holding in all_holdings():
            rows = holding.rows().filter(
                **{holding.owner: OuterRef("pk"), "project_id__in": user.project_ids}
            )
            anything |= Q(Exists(rows))
        seen = super().visible_to(user)
        return seen.filter(anything) if anything else seen.none()

    def for_list(self) -> Self:
        """With what the list shows: never the password's hash."""
        return self.defer("password")


class OfUnitQuerySet(OwnedQuerySet[Any]):
    """Rows that belong to a unit are seen by whoever sees the unit."""

    via: ClassVar[str] = "unit__"


class OfContactQuerySet(OwnedQuerySet[Any]):
    """Rows that belong to a person are seen by whoever sees the person."""

    via: ClassVar[str] = "contact__"


class LookUpDayQuerySet(QuerySet[Any]):
    """Days of look-ups: those of a project's people, for its manager and compliance."""

    def visible_to(self, user: "User") -> Self:
        """The days of people who work for one of the person's projects."""
        if user.role not in (Role.MANAGER, Role.COMPLIANCE):
            return self.none()
        model: Any = apps.get_model("accounts.User")
        near = model.projects.through._default_manager.filter(project_id__in=user.project_ids)
        return self.filter(by__in=near.values("user_id"))

    def for_list(self) -> Self:
        """With who looked."""
        return self.select_related("by")


class LookUpQuerySet(LookUpDayQuerySet):
    """Single look-ups, seen with their day."""

    def for_list(self) -> Self:
        """With their day."""
        return self.select_related("day")


class GiftQuerySet(OfUnitQuerySet):
    """Gifts: seen with the unit; compliance and finance see what is or ever was held, no more."""

    def visible_to(self, user: "User") -> Self:
        """The gifts `user` may see."""
        if user.role in (Role.COMPLIANCE, Role.FINANCE):
            return self.filter(unit__project_id__in=user.project_ids, held_on__isnull=False)
        return super().visible_to(user)

    def counted(self) -> Self:
        """Those given or still to be given."""
        return self.filter(state__in=COUNTED_GIFTS)

    def held(self) -> Self:
        """Those that wait for compliance."""
        return self.filter(state=GiftState.ON_HOLD)

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("unit", "contact", "by", "approved_by")


class MergeQuerySet(QuerySet[Any]):
    """Merges are seen with the record that stayed."""

    def visible_to(self, user: "User") -> Self:
        """Those of units and contacts the person sees."""
        units = UnitQuerySet(apps.get_model("units.Unit")).visible_to(user)
        contacts = ContactQuerySet(apps.get_model("units.Contact")).visible_to(user)
        return self.filter(Q(unit__in=units) | Q(contact__in=contacts))

    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at__isnull=True)

    def unsettled(self) -> Self:
        """Those that could still be undone."""
        return self.standing().filter(settled_at__isnull=True)
