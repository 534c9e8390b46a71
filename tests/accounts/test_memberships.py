"""Who belongs to which team when; no two memberships of one person overlap."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership, Project, Team, User
from accounts.services.memberships import membership_end, membership_start
from accounts.signals import team_changed
from core.commands import execute
from core.errors import DomainError
from core.models import AuditRecord

D1 = date(2008, 6, 1)


def start(user: User, team: Team, day: date, by: User) -> Membership:
    return execute(membership_start, by=by, user_id=user.pk, team_id=team.pk, starts_on=day)


def spans(user: User) -> list[tuple[str, date, date | None]]:
    rows = Membership.objects.filter(user=user).order_by("starts_on")
    return [(row.team.name, row.starts_on, row.ends_on) for row in rows.select_related("team")]


def test_a_new_membership_ends_the_earlier_one_the_day_before(
    ann: User, team2: Team, admin: User
) -> None:
    start(ann, team2, D1, admin)
    assert spans(ann) == [
        ("Team 1", date(2008, 5, 1), date(2008, 5, 31)),
        ("Team 2", D1, None),
    ]
    record = AuditRecord.objects.get(action="accounts.membership.started")
    assert (record.by, record.data["team"]) == (admin, team2.pk)


def test_one_of_the_same_day_is_corrected(ann: User, team1: Team, team2: Team, admin: User) -> None:
    start(ann, team2, D1, admin)
    start(ann, team1, D1, admin)
    assert spans(ann)[1:] == [("Team 1", D1, None)]


def test_one_before_a_later_one_is_refused(ann: User, team2: Team, admin: User) -> None:
    start(ann, team2, D1, admin)
    with pytest.raises(DomainError) as refusal:
        start(ann, team2, D1 - timedelta(days=3), admin)
    assert "2008-06-01" in str(refusal.value)
    assert refusal.value.field == "starts_on"


def test_a_team_of_another_project_is_refused(ann: User, admin: User) -> None:
    other = Project.objects.create(name="Elsewhere", code="elsewhere")
    team = Team.objects.create(project=other, name="Team 9")
    with pytest.raises(DomainError) as refusal:
        start(ann, team, D1, admin)
    assert "Elsewhere" in str(refusal.value)


def test_who_left_joins_no_team(ann: User, team2: Team, admin: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_active=False)
    with pytest.raises(DomainError):
        start(ann, team2, D1, admin)


def test_an_end_is_kept_with_its_last_day(ann: User, admin: User) -> None:
    membership = Membership.objects.get(user=ann)
    execute(membership_end, by=admin, membership_id=membership.pk, ends_on=D1)
    assert spans(ann) == [("Team 1", date(2008, 5, 1), D1)]
    with pytest.raises(DomainError):
        execute(membership_end, by=admin, membership_id=membership.pk, ends_on=D1)


def test_an_end_before_the_beginning_is_refused(ann: User, admin: User) -> None:
    membership = Membership.objects.get(user=ann)
    with pytest.raises(DomainError):
        execute(membership_end, by=admin, membership_id=membership.pk, ends_on=date(2008, 4, 30))


def test_the_apps_above_are_told(ann: User, team2: Team, admin: User) -> None:
    heard: list[tuple[User, Team]] = []

    def listen(user: User, team: Team, **_: Any) -> None:
        heard.append((user, team))

    team_changed.connect(listen)
    try:
        start(ann, team2, D1, admin)
    finally:
        team_changed.disconnect(listen)
    assert heard == [(ann, team2)]


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (date(2008, 5, 1), date(2008, 5, 1)),
        (date(2008, 5, 31), date(2008, 7, 1)),
        (date(2008, 4, 1), date(2008, 5, 1)),
        (date(2008, 4, 1), None),
        (date(2008, 5, 10), date(2008, 5, 12)),
    ],
)
def test_the_database_refuses_an_overlap(
    ann: User, team2: Team, starts: date, ends: date | None
) -> None:
    Membership.objects.filter(user=ann).update(ends_on=date(2008, 5, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=ann, team=team2, starts_on=starts, ends_on=ends)


def test_the_database_refuses_an_overlap_made_by_an_update(ann: User, team2: Team) -> None:
    Membership.objects.filter(user=ann).update(ends_on=date(2008, 5, 31))
    Membership.objects.create(user=ann, team=team2, starts_on=D1)
    first = Membership.objects.filter(user=ann, starts_on__lt=D1)
    with pytest.raises(IntegrityError), transaction.atomic():
        first.update(ends_on=D1)


def test_neighbours_and_other_people_do_not_overlap(ann: User, bob: User, team2: Team) -> None:
    Membership.objects.filter(user=ann).update(ends_on=date(2008, 5, 31))
    Membership.objects.create(user=ann, team=team2, starts_on=D1)
    assert Membership.objects.count() == 3


@pytest.mark.races
def test_twenty_moves_at_once_leave_one_open_membership(
    race: Callable[[int, Callable[[], object]], list[object]],
    ann: User,
    team1: Team,
    team2: Team,
    admin: User,
) -> None:
    race(20, lambda: start(ann, team2, D1, admin))
    assert spans(ann) == [
        ("Team 1", date(2008, 5, 1), date(2008, 5, 31)),
        ("Team 2", D1, None),
    ]


@pytest.mark.races
def test_twin_without_the_services_lock_only_the_database_prevents_two(
    race: Callable[[int, Callable[[], object]], list[object]], ann: User, team2: Team
) -> None:
    Membership.objects.filter(user=ann).update(ends_on=date(2008, 5, 31))
    results = race(
        10, lambda: Membership.objects.create(user=ann, team=team2, starts_on=D1, ends_on=D1)
    )
    assert sum(isinstance(result, Membership) for result in results) == 1
    assert sum(isinstance(result, Exception) for result in results) == 9
