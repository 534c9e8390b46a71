"""Whom nobody has dealt with for so long that we have no reason to keep them (L1, PIPL 19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet
from django.utils import timezone

from core.personal import Holding, all_holdings
from core.policies import policy_on
from units.models import Contact, KeyPersonTenure, PersonRequest
from units.policies import PersonalPolicy
from units.rules.consent import months_before

MOST = 200  # people proposed at once: as many as somebody looks through before they confirm


@dataclass(frozen=True)
class Proposal:
    """Who would be erased: `people` are shown and confirmed together, of `count` in all."""

    project_id: int
    cutoff: date
    people: list[Contact]
    count: int

    @property
    def keys(self) -> list[int]:
        """The people by number."""
        return [person.pk for person in self.people]


def proposal(project_id: int, day: date) -> Proposal:
    """The dry run of a project: the oldest records first, and the very ones a run takes."""
    cutoff = cutoff_on(day, project_id)
    found = forgettable([project_id], cutoff)
    return Proposal(project_id, cutoff, list(found.select_related("unit")[:MOST]), found.count())


def cutoff_on(day: date, project_id: int | None = None) -> date:
    """The day before which the last dealing must lie."""
    months = policy_on(PersonalPolicy, day, project_id).forget_months
    return months_before(day, months)


def forgettable(project_ids: Iterable[int], cutoff: date) -> QuerySet[Contact]:
    """People without purchase, reward or post, without an open request, and not dealt with since.

    Which rows are dealings, and which the books keep, each app has declared (core.personal).
    """
    needed = (
        KeyPersonTenure.objects.filter(contact=OuterRef("pk"), ends_on=None),
        PersonRequest.objects.live().filter(contact=OuterRef("pk")),
        *(_dealings(holding, cutoff) for holding in all_holdings() if _tells(holding)),
    )
    people = Contact.objects.filter(project_id__in=list(project_ids), erased_at=None)
    people = people.filter(created_at__lt=day_begins(cutoff))
    return people.filter(*(~Exists(rows) for rows in needed)).order_by("pk")


def _tells(holding: Holding) -> bool:
    """Whether the table's rows say that somebody is still dealt with, or that books need them."""
    return holding.path not in ("", "pk") and bool(holding.touched or _books(holding))


def _books(holding: Holding) -> bool:
    return holding.kept is not None and holding.kept.sealed


def _dealings(holding: Holding, cutoff: date) -> QuerySet[Any]:
    """The person's rows in books, however old; of other tables those touched since the day."""
    rows: QuerySet[Any] = holding.table._base_manager.filter(**{holding.path: OuterRef("pk")})
    if _books(holding):
        return rows
    field = holding.table._meta.get_field(holding.touched)
    since = day_begins(cutoff) if isinstance(field, DateTimeField) else cutoff
    return rows.filter(**{f"{holding.touched}__gte": since})


def day_begins(day: date) -> datetime:
    """Its first moment here."""
    return timezone.make_aware(datetime.combine(day, time()))
