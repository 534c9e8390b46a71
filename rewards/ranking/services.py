"""Keeping the daily totals: counted as things happen, healed at night (I1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Count, F, Model, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from pricing.models import Purchase
from pricing.states import PurchaseState
from rewards.models import DailyTotal
from units.models import Arrival, OwnershipShare, Registration
from visits.models import VisitReport

Key = tuple[int, int, int, date]  # project, team, user, day


@dataclass(frozen=True)
class Whose:
    """Who is counted for something, where the row itself says another by now."""

    project_id: int
    team_id: int | None
    owner_id: int


@transaction.atomic
def total_add(*, row: Any, day: date, **figures: int | Decimal) -> None:
    """Add to the day's figures of who owns `row`; a row without a team is not ranked."""
    if row.team_id is None:
        return
    key = {
        "project_id": row.project_id,
        "team_id": row.team_id,
        "user_id": row.owner_id,
        "day": day,
    }
    added = {name: F(name) + value for name, value in figures.items()}
    if not DailyTotal.objects.filter(**key).update(**added):
        DailyTotal.objects.get_or_create(**key)
        DailyTotal.objects.filter(**key).update(**added)


@transaction.atomic
def registration_recount(*, registration: Any, was_owner_id: int, was_team_id: int | None) -> None:
    """A ruling gave a registration to somebody else: so did its figure (U6, I1)."""
    was = Whose(registration.project_id, was_team_id, was_owner_id)
    total_add(row=was, day=registration.registered_on, registrations=-1)
    total_add(row=registration, day=registration.registered_on, registrations=1)


@transaction.atomic
def totals_heal(*, first: date, last: date) -> int:
    """Count the days afresh from the records; gives the number of rows that were wrong.

    Deletes nothing that is right, so that a page read meanwhile sees sound figures.
    """
    right = _counted(first, last)
    kept = {_key(row): row for row in DailyTotal.objects.select_for_update().between(first, last)}
    wrong = 0
    for key, figures in right.items():
        row = kept.pop(key, None)
        wrong += _mend(row, key, figures)
    stale = [row.pk for row in kept.values()]
    DailyTotal.objects.filter(pk__in=stale).delete()
    return wrong + len(stale)


def _mend(row: DailyTotal | None, key: Key, figures: dict[str, Any]) -> int:
    if row is None:
        project, team, user, day = key
        DailyTotal.objects.create(
            project_id=project, team_id=team, user_id=user, day=day, **figures
        )
        return 1
    whole = {name: figures.get(name, 0) for name in FIGURES}
    if all(getattr(row, name) == value for name, value in whole.items()):
        return 0
    DailyTotal.objects.filter(pk=row.pk).update(**whole)
    return 1


FIGURES = (
    "registrations",
    "arrivals",
    "visits",
    "subscriptions",
    "contracts",
    "contract_value",
)


def _key(row: DailyTotal) -> Key:
    return row.project_id, row.team_id, row.user_id, row.day


def _counted(first: date, last: date) -> dict[Key, dict[str, Any]]:
    """The right figures of the days, from the records themselves."""
    found: dict[Key, dict[str, Any]] = {}
    for rows in _sources(first, last):
        for row in rows:
            key = (row.pop("project_id"), row.pop("of_team"), row.pop("of_owner"), row.pop("on"))
            found.setdefault(key, {}).update(row)
    return found


def _credited(model: type[Model]) -> dict[str, Any]:
    """Whose figure a row is: a purchase's of before a hand-over stays with who had it then (U5)."""
    if model is not Purchase:
        return {"of_owner": F("owner_id"), "of_team": F("team_id")}
    shares = OwnershipShare.objects.filter(
        subject_type=Purchase._meta.label_lower,
        subject_id=OuterRef("pk"),
        until__date__gte=OuterRef("on"),
    ).order_by("until", "pk")
    key = BigIntegerField()  # a share's is a plain number, a purchase's a foreign key
    return {
        "of_owner": Coalesce(
            Subquery(shares.values("owner_id")[:1]), F("owner_id"), output_field=key
        ),
        "of_team": Coalesce(Subquery(shares.values("team_id")[:1]), F("team_id"), output_field=key),
    }


def _sources(first: date, last: date) -> Iterable[Iterable[dict[str, Any]]]:
    by = ("project_id", "of_team", "of_owner", "on")
    window = {"on__range": (first, last), "of_team__isnull": False}

    def grouped(queryset: Any, day: Any, **sums: Any) -> Iterable[dict[str, Any]]:
        dated = queryset.annotate(on=day).annotate(**_credited(queryset.model))
        rows: Iterable[dict[str, Any]] = (
            dated.filter(**window).order_by().values(*by).annotate(**sums)
        )
        return rows

    live = Purchase.objects.exclude(state=PurchaseState.CANCELLED)
    reports = VisitReport.objects.filter(state="submitted")
    visited = TruncDate("visited_at", tzinfo=timezone.get_default_timezone())
    one = Count("pk")
    yield grouped(Registration.objects.all(), F("registered_on"), registrations=one)
    yield grouped(Arrival.objects.all(), F("arrived_on"), arrivals=one)
    yield grouped(reports, visited, visits=one)
    yield grouped(live, F("subscribed_on"), subscriptions=one)
    yield grouped(live, F("contracted_on"), contracts=one, contract_value=Sum("contract_price"))
