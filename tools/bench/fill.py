"""Rows in bulk, by COPY: the demonstration first, through the services, then the mass around it."""

import random
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.utils import timezone

from accounts.models import Membership, Project, Team, User
from rewards.ranking.services import totals_heal
from tools.bench import names
from units.models import (
    Arrival,
    Category,
    Contact,
    KeyPersonTenure,
    Likeness,
    Registration,
    Unit,
)
from units.rules import likeness_keys
from visits.models import FollowUp, VisitReport

DICE = random.Random()  # noqa: S311 - names and dates, no secrets
TEAMS, PEOPLE_PER_TEAM = 20, 5
CENTRE, SPREAD = (24.9, 118.6), 0.06  # degrees: a town and its factories, some six kilometres
BATCH = 10_000


def fill(units: int, *, contacts: int = 0, visits: int | None = None) -> None:
    """`units` units, twice as many contacts, ten times as many visits, and what hangs on them."""
    DICE.seed(2008)
    project = Project.objects.get(code="shangge")
    staff = _staff(project)
    _units(units, project, staff)
    _likenesses(project)
    followed = Unit.objects.filter(project=project, owner__isnull=False, team__isnull=False)
    rows = list(followed.order_by("pk").values_list("pk", "team_id", "owner_id"))
    _contacts(contacts or units * 2, project, rows)
    _key_persons(project)
    _visits(units * 10 if visits is None else visits, project, rows)
    _customers(units, project)
    today = timezone.localdate()
    totals_heal(first=today - timedelta(days=70), last=today)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _staff(project: Project) -> list[tuple[int, int]]:
    """(team, person) pairs: the demonstration's own and the mass."""
    since = date(2008, 5, 1)
    for number in range(len(project.teams.all()), TEAMS):
        team = Team.objects.create(project=project, name=f"拓展{number + 1}组")
        for index in range(PEOPLE_PER_TEAM):
            user = User.objects.create_user(
                f"s{number}x{index}", name=f"员工{number}-{index}", role="sales"
            )
            user.projects.add(project)
            Membership.objects.create(user=user, team=team, starts_on=since)
    pairs = Membership.objects.filter(ends_on__isnull=True, user__role="sales")
    return list(pairs.values_list("team_id", "user_id"))


def _units(count: int, project: Project, staff: list[tuple[int, int]]) -> None:
    categories = list(Category.objects.values_list("pk", flat=True))
    now, today = timezone.now(), timezone.localdate()
    taken = set(Unit.objects.filter(project=project).values_list("normalised", flat=True))

    def row(number: int) -> dict[str, Any]:
        team, owner = staff[number % len(staff)]
        return {
            "project_id": project.pk,
            "team_id": team,
            "owner_id": owner,
            "created_by_id": owner,
            "category_id": categories[number % len(categories)],
            **names.unit_named(DICE, number, taken),
            "telephone": f"0595-{20000000 + number}",
            "latitude": round(Decimal(DICE.gauss(CENTRE[0], SPREAD)), 6),
            "longitude": round(Decimal(DICE.gauss(CENTRE[1], SPREAD)), 6),
            "headcount": DICE.randint(20, 3000),
            "income": Decimal(DICE.randint(15000, 90000)),
            "grade": DICE.choice("ABCD"),
            "last_contact_at": now - timedelta(hours=DICE.randint(1, 900)),
            "protected_until": today + timedelta(days=DICE.randint(0, 30)),
            "visit_count": 10,
            "created_at": now,
        }

    copy(Unit, count, row)


def _likenesses(project: Project) -> None:
    """The keys of U8, which the services write with a unit; some fifteen each."""
    bare = Unit.objects.filter(project=project, likenesses=None).order_by("pk")
    units = list(bare.values_list("pk", "name", "telephone", "short_name"))
    for start in range(0, len(units), BATCH):
        _likenesses_of(units[start : start + BATCH])


def _likenesses_of(units: list[tuple[int, str, str, str]]) -> None:
    keys = [
        {"unit_id": unit, "kind": key.kind.value, "key": key.value}
        for unit, *known in units
        for key in likeness_keys(*known)
    ]
    copy(Likeness, len(keys), keys.__getitem__)


def _contacts(count: int, project: Project, units: list[tuple[int, Any, Any]]) -> None:
    now = timezone.now()

    def row(number: int) -> dict[str, Any]:
        unit, team, owner = units[number % len(units)]
        return {
            "project_id": project.pk,
            "unit_id": unit,
            "team_id": team,
            "owner_id": owner,
            "created_by_id": owner,
            **names.person_named(DICE),
            "mobile": f"+861{DICE.choice('3578')}{100000000 + number * 7919 % 899999981}",
            "source": "registration",
            "created_at": now,
        }

    copy(Contact, count, row)


def _key_persons(project: Project) -> None:
    """One of each unit's people; those of the demonstration stay."""
    since = timezone.localdate() - timedelta(days=90)
    of_units = Contact.objects.filter(project=project, unit__isnull=False)
    free = of_units.filter(unit__tenures=None).order_by("unit_id", "pk")
    people = list(free.distinct("unit_id").values_list("unit_id", "pk", "owner_id"))

    def row(number: int) -> dict[str, Any]:
        unit, contact, owner = people[number]
        tenure = {"unit_id": unit, "contact_id": contact, "named_by_id": owner}
        return {**tenure, "starts_on": since}

    copy(KeyPersonTenure, len(people), row)


def _visits(count: int, project: Project, units: list[tuple[int, Any, Any]]) -> None:
    now, today = timezone.now(), timezone.localdate()

    def row(number: int) -> dict[str, Any]:
        unit, team, owner = units[number % len(units)]
        at = now - timedelta(minutes=DICE.randint(1, 60 * 24 * 365))
        return {
            "project_id": project.pk,
            "unit_id": unit,
            "team_id": team,
            "owner_id": owner,
            "number": 1000 + number // len(units),
            "state": "submitted",
            "visited_at": at,
            "created_at": at,
            "submitted_at": at,
            "people_met": "陈会长",
            "joint_event": "yes",
        }

    copy(VisitReport, count, row)

    def due(number: int) -> dict[str, Any]:
        unit, team, owner = units[number % len(units)]
        return {
            "project_id": project.pk,
            "unit_id": unit,
            "team_id": team,
            "owner_id": owner,
            "due_on": today + timedelta(days=DICE.randint(-3, 20)),
            "created_by_id": owner,
            "subject": "回访",
            "state": "open",
            "created_at": now,
        }

    copy(FollowUp, count // 20, due)


def _customers(count: int, project: Project) -> None:
    people = list(
        Contact.objects.filter(project=project, team__isnull=False)
        .order_by("-pk")
        .values_list("pk", "team_id", "owner_id")[:count]
    )
    today, now = timezone.localdate(), timezone.now()

    def row(number: int, day: str) -> dict[str, Any]:
        contact, team, owner = people[number]
        return {
            "project_id": project.pk,
            "contact_id": contact,
            "team_id": team,
            "owner_id": owner,
            day: today - timedelta(days=number % 60),
            "created_at": now,
        }

    copy(
        Registration,
        len(people),
        lambda number: {**row(number, "registered_on"), "protected_until": today},
    )
    copy(
        Arrival,
        len(people) // 2,
        lambda number: {**row(number, "arrived_on"), "recorded_by_id": people[number][2]},
    )


def copy(model: type[models.Model], count: int, row: Callable[[int], dict[str, Any]]) -> None:
    """COPY `count` rows; what `row` does not say gets the field's default."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    sql = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(sql) as out:
        for number in range(count):
            out.write_row(_complete(fields, row(number)))


def _complete(fields: Iterable[Any], said: dict[str, Any]) -> list[Any]:
    return [_value(field, said) for field in fields]


def _value(field: Any, said: dict[str, Any]) -> Any:
    if field.column in said:
        return said[field.column]
    if field.has_default():
        value = field.get_default()
        return str(value) if isinstance(value, str) else value
    if field.null:
        return None
    if isinstance(field, models.DateTimeField):
        return datetime.now(tz=timezone.get_default_timezone())
    return field.get_default() or ""
