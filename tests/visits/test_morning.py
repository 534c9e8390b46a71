"""The day's list and the evening's reminder: once, to the right people, in few queries (V6, K6)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, Notification, Project, Team, User
from core import jobs
from tests.conftest import make_user
from tests.visits import factories as make
from units.services import key_person_name
from visits.policies import VisitPolicy
from visits.services import report_start
from visits.services.reminders import evening_reminders_send, morning_lists_send

TODAY = timezone.localdate


def told(user: User, kind: str = "visits.morning") -> list[str]:
    """The lines of what `user` was told, sorted."""
    notes = Notification.objects.filter(user=user, kind=kind)
    return sorted(line for note in notes for line in note.body.splitlines())


def test_v6_due_and_overdue_are_counted(ann: User) -> None:
    unit = make.unit(ann)
    for days in (0, 0, -1, -40, 1):
        make.followup(unit, ann, TODAY() + timedelta(days=days))
    morning_lists_send(day=TODAY())
    assert told(ann) == ["2 follow-ups are due today.", "2 follow-ups are overdue."]


def test_v6_once_a_day_however_often_it_runs(ann: User) -> None:
    make.followup(make.unit(ann), ann, TODAY())
    assert [morning_lists_send(day=TODAY()) for _ in range(3)] == [1, 0, 0]
    assert morning_lists_send(day=TODAY() + timedelta(days=1)) == 1
    assert Notification.objects.count() == 2


def test_v6_nobody_is_told_of_nothing(ann: User, bob: User, lead: User) -> None:
    make.followup(make.unit(ann), ann, TODAY() + timedelta(days=1))
    assert morning_lists_send(day=TODAY()) == 0


def test_v6_done_ones_are_not_counted(ann: User) -> None:
    make.followup(make.unit(ann), ann, TODAY(), state="cancelled")
    make.followup(
        make.unit(ann, name="Quanzhou"), ann, TODAY(), state="done", done_at=timezone.now()
    )
    assert morning_lists_send(day=TODAY()) == 0


def test_v6_a_leader_is_told_what_the_team_is_late_with(
    ann: User, bob: User, cai: User, lead: User
) -> None:
    late = TODAY() - timedelta(days=1)
    make.followup(make.unit(ann), ann, late)
    make.followup(make.unit(bob, name="Quanzhou Chamber"), bob, late)
    make.followup(make.unit(bob, name="Bank"), bob, TODAY())
    make.followup(make.unit(cai, name="Another team's"), cai, late)
    morning_lists_send(day=TODAY())
    assert told(lead) == ["Your team is late with 2 follow-ups."]
    assert told(cai) == ["1 follow-up is overdue."]


def test_v6_a_leaders_own_delay_is_said_once(lead: User) -> None:
    make.followup(make.unit(lead), lead, TODAY() - timedelta(days=1))
    morning_lists_send(day=TODAY())
    assert told(lead) == ["1 follow-up is overdue."]


def test_v6_who_led_before_is_told_no_more(ann: User, lead: User) -> None:
    Membership.objects.filter(user=lead).update(ends_on=TODAY() - timedelta(days=1))
    make.followup(make.unit(ann), ann, TODAY() - timedelta(days=1))
    morning_lists_send(day=TODAY())
    assert told(lead) == []


@pytest.mark.parametrize(
    ("birthday", "day", "greeted"),
    [
        (date(1970, 5, 15), date(2008, 5, 15), True),
        (date(1970, 5, 15), date(2008, 5, 16), False),
        (date(1972, 2, 29), date(2009, 2, 28), True),
        (date(1972, 2, 29), date(2008, 2, 28), False),
        (date(1972, 2, 29), date(2008, 2, 29), True),
    ],
)
def test_k6_a_key_persons_birthday_stands_in_the_list(
    ann: User, bob: User, birthday: date, day: date, greeted: bool
) -> None:
    unit = make.unit(ann)
    person = make.contact(unit, ann, birthday=birthday)
    make.contact(unit, ann, name="Not the key person", birthday=birthday)
    key_person_name(unit_id=unit.pk, contact_id=person.pk, starts_on=day, by=ann)
    morning_lists_send(day=day)
    said = ["1 of your key persons has a birthday today."] if greeted else []
    assert (told(ann), told(bob)) == (said, [])


def test_v6_the_evening_reminds_of_what_is_left(ann: User, bob: User) -> None:
    unit = make.unit(ann)
    report_start(unit_id=unit.pk, by=bob)
    make.followup(unit, ann, TODAY())
    assert [evening_reminders_send(day=TODAY()) for _ in range(2)] == [2, 0]
    assert told(ann, "visits.evening") == ["1 follow-up is due today."]
    assert told(bob, "visits.evening") == ["1 visit report is not filed."]


def test_v6_who_left_is_not_told(ann: User) -> None:
    make.followup(make.unit(ann), ann, TODAY())
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert morning_lists_send(day=TODAY()) == 0


def test_v6_everybody_is_told_in_their_language(ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(language="zh-hans")
    make.followup(make.unit(ann), ann, TODAY())
    morning_lists_send(day=TODAY())
    assert Notification.objects.get().body


@pytest.mark.parametrize("send", [morning_lists_send, evening_reminders_send])
def test_v6_as_many_queries_for_many_people_as_for_one(
    project: Project, team1: Team, ann: User, send: Callable[..., Any]
) -> None:
    def owing(name: str) -> None:
        user = make_user(name, "sales", project, team1)
        make.followup(make.unit(user, name=f"Unit of {name}"), user, TODAY())

    owing("one")
    with CaptureQueriesContext(
        connection,
    ) as few:
        send(day=TODAY())
    for number in range(12):
        owing(f"more{number}")
    with CaptureQueriesContext(connection) as many:
        send(day=TODAY() + timedelta(days=1))
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("job", "at"),
    [("visits.morning_list", time(7, 30)), ("visits.evening_reminder", time(17, 30))],
)
def test_v6_the_bell_rings_it_at_the_policys_time(ann: User, job: str, at: time) -> None:
    make.followup(make.unit(ann), ann, TODAY())
    known = {daily.name: daily for daily in jobs.all_daily()}
    assert known[job].at(TODAY()) == at
    moment = timezone.make_aware(datetime.combine(TODAY(), at))
    before = jobs.work_due(moment - timedelta(minutes=1))
    assert job not in [run.job for run in before]
    runs = [run for run in jobs.work_due(moment) if run.job == job]
    assert [run.result for run in runs] == [1]
    assert job not in [run.job for run in jobs.work_due(moment)]


def test_v6_the_numbers_are_the_plans() -> None:
    policy = VisitPolicy()
    assert policy.rhythm == {"A": 3, "B": 7, "C": 14, "D": 30}
    assert (policy.party_least, policy.party_most) == (3, 5)
    assert (policy.morning_meeting_at, policy.evening_meeting_at) == (time(8), time(17))
