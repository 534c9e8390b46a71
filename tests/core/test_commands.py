"""The outermost block: durable, once only, and busy rather than broken."""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError, connection, transaction

from accounts.models import Project, Team, User
from core import audit
from core.audit import trail
from core.commands import FormKey, execute
from core.errors import DomainError
from core.models import AuditRecord, Counter, UsedKey
from tests.conftest import Race


@transaction.atomic
def team_add(*, project_id: int, name: str, by: Any, photo: Any = None) -> Team:
    """A service as every app writes them."""
    team = Team.objects.create(project_id=project_id, name=name)
    audit.record("test.team_added", team, by=by)
    return team


def test_a_command_gives_what_its_service_gives(ann: User, project: Project) -> None:
    team = execute(team_add, by=ann, project_id=project.pk, name="Team 9")
    assert Team.objects.get(name="Team 9") == team


def test_the_same_form_twice_works_once_and_gives_the_same(ann: User, project: Project) -> None:
    key = FormKey(uuid4(), "team_add")
    first, second = (
        execute(team_add, by=ann, once=key, project_id=project.pk, name="Team 9") for _ in range(2)
    )
    assert first == second
    assert Team.objects.filter(name="Team 9").count() == 1


@pytest.mark.parametrize("change", ["name", "purpose", "person", "photo"])
def test_the_same_key_with_other_entries_is_refused(
    ann: User, bob: User, project: Project, change: str
) -> None:
    key = uuid4()
    execute(
        team_add,
        by=ann,
        once=FormKey(key, "team_add"),
        project_id=project.pk,
        name="Team 9",
        photo=ContentFile(b"x", "a.jpg"),
    )
    with pytest.raises(DomainError, match="sent before with other entries"):
        execute(
            team_add,
            by=bob if change == "person" else ann,
            once=FormKey(key, "other" if change == "purpose" else "team_add"),
            project_id=project.pk,
            name="Team 10" if change == "name" else "Team 9",
            photo=ContentFile(b"xy" if change == "photo" else b"x", "a.jpg"),
        )
    assert Team.objects.filter(name__in=["Team 9", "Team 10"]).count() == 1


def test_a_refused_form_may_be_sent_again(ann: User, project: Project) -> None:
    key = FormKey(uuid4(), "team_add")

    def refuse(*, name: str, by: Any) -> None:
        raise DomainError("no")

    with pytest.raises(DomainError):
        execute(refuse, by=ann, once=key, name="Team 9")
    assert not UsedKey.objects.exists()
    assert execute(team_add, by=ann, once=key, project_id=project.pk, name="Team 9").pk


def test_a_service_without_a_result_is_worked_once_too(ann: User) -> None:
    worked = []
    key = FormKey(uuid4(), "note")

    def note(*, by: Any) -> None:
        worked.append(by)

    assert [execute(note, by=ann, once=key) for _ in range(2)] == [None, None]
    assert worked == [ann]


@pytest.mark.django_db(transaction=True)
def test_a_command_cannot_stand_inside_another_transaction(ann: User, project: Project) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        execute(team_add, by=ann, project_id=project.pk, name="Team 9")


def test_l3_links_of_a_command_are_chained_at_its_end(ann: User, project: Project) -> None:
    seen: list[int] = []

    def two(*, by: Any) -> None:
        team_add(project_id=project.pk, name="Team 8", by=by)
        team_add(project_id=project.pk, name="Team 9", by=by)
        seen.append(AuditRecord.objects.count())

    execute(two, by=ann)
    assert seen == [0]
    assert list(AuditRecord.objects.values_list("sequence", flat=True)) == [1, 2]
    assert audit.verify() == []


def test_l3_what_a_savepoint_rolled_back_is_not_recorded(ann: User, project: Project) -> None:
    def try_and_go_on(*, by: Any) -> None:
        team_add(project_id=project.pk, name="Team 8", by=by)
        with suppress(ZeroDivisionError), transaction.atomic():
            team_add(project_id=project.pk, name="Team 9", by=by)
            raise ZeroDivisionError

    execute(try_and_go_on, by=ann)
    team = Team.objects.get(name="Team 8")
    assert [link.subject_id for link in AuditRecord.objects.all()] == [str(team.pk)]


def test_l3_a_command_that_fails_records_nothing(ann: User, project: Project) -> None:
    def fail(*, by: Any) -> None:
        team_add(project_id=project.pk, name="Team 9", by=by)
        raise DomainError("no")

    with pytest.raises(DomainError):
        execute(fail, by=ann)
    assert not AuditRecord.objects.exists()
    assert not Team.objects.filter(name="Team 9").exists()


def test_a_fault_of_the_database_that_is_not_a_lock_is_a_fault(ann: User) -> None:
    def break_down(*, by: Any) -> None:
        raise OperationalError("disk I/O error")

    with pytest.raises(OperationalError):
        execute(break_down, by=ann)


def test_sqlite_saying_locked_is_busy(ann: User) -> None:
    def wait(*, by: Any) -> None:
        raise OperationalError("database is locked")

    with pytest.raises(DomainError, match="Wait a moment"):
        execute(wait, by=ann)


@pytest.mark.races
def test_one_form_posted_twenty_times_at_once_is_worked_once(
    ann: User, project: Project, race: Race
) -> None:
    key = FormKey(uuid4(), "team_add")
    teams = race(
        20,
        lambda: execute(team_add, by=ann, once=key, project_id=project.pk, name="Team 9"),
    )
    assert {team.pk for team in teams} == {Team.objects.get(name="Team 9").pk}
    assert AuditRecord.objects.count() == 1


@pytest.mark.races
def test_twin_without_the_key_it_is_worked_twenty_times(
    ann: User, project: Project, race: Race
) -> None:
    race(20, lambda n: execute(team_add, by=ann, project_id=project.pk, name=f"Twin {n}"))
    assert Team.objects.filter(name__startswith="Twin").count() == 20


@pytest.mark.races
def test_a_row_that_stays_locked_is_busy_not_broken(ann: User, race: Race) -> None:
    Counter.objects.create(kind="cap")

    def hold(thread: int) -> None:
        def lock(*, by: Any) -> None:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '200ms'")
            time.sleep(0.1 * thread)
            Counter.objects.select_for_update().get(kind="cap")
            time.sleep(1)

        execute(lock, by=ann)

    results = race(2, hold)
    assert results[0] is None
    assert isinstance(results[1], DomainError)


@pytest.mark.races
def test_two_that_lock_crosswise_do_not_both_die(ann: User, race: Race) -> None:
    rows = [Counter.objects.create(kind=kind).pk for kind in ("a", "b")]

    def crosswise(thread: int) -> str:
        def lock(*, by: Any) -> str:
            for pk in rows if thread else reversed(rows):
                Counter.objects.select_for_update().get(pk=pk)
                time.sleep(0.2)
            return "done"

        return execute(lock, by=ann)

    results = race(2, crosswise)
    assert "done" in results
    assert all(result == "done" or isinstance(result, DomainError) for result in results)


def _lock_and_record(thread: int, project: Project, *, by: Any) -> None:
    """One half records and then locks the row, the other half locks it first."""
    steps: list[Callable[[], object]] = [
        lambda: audit.record("test.step", project, by=by),
        lambda: Counter.objects.select_for_update().get(kind="shared"),
    ]
    for step in steps if thread % 2 else reversed(steps):
        step()
        time.sleep(0.05)


@pytest.mark.races
def test_l3_recording_and_locking_in_any_order_never_deadlocks(
    ann: User, project: Project, race: Race
) -> None:
    Counter.objects.create(kind="shared")

    def work(thread: int) -> None:
        execute(partial(_lock_and_record, thread, project), by=ann)

    assert race(8, work) == [None] * 8
    assert AuditRecord.objects.count() == 8
    assert audit.verify() == []


@pytest.mark.races
def test_l3_twin_without_the_gathering_they_deadlock(
    ann: User, project: Project, race: Race
) -> None:
    Counter.objects.create(kind="shared")

    def work(thread: int) -> None:
        with transaction.atomic():
            _lock_and_record(thread, project, by=ann)

    assert any(isinstance(result, OperationalError) for result in race(8, work))


def _lock_or_refer(thread: int, project: Project, *, by: Any) -> None:
    """One half locks the project, the other half adds rows that refer to it."""
    if thread % 2:
        Project.objects.select_for_update().get(pk=project.pk)
        time.sleep(0.05)
    else:
        Team.objects.create(project=project, name=f"Team {thread} again")
    audit.record("test.step", project, by=by)


def _refer_all_at_once(race: Race, project: Project, by: User) -> list[Any]:
    return race(8, lambda n: execute(partial(_lock_or_refer, n, project), by=by))


@pytest.mark.races
def test_l3_a_reference_to_a_locked_row_does_not_deadlock(
    ann: User, project: Project, race: Race
) -> None:
    assert _refer_all_at_once(race, project, ann) == [None] * 8


@pytest.mark.races
def test_l3_twin_with_references_checked_at_the_commit_they_deadlock(
    ann: User, project: Project, race: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail, "settle", lambda: None)
    assert any(isinstance(result, DomainError) for result in _refer_all_at_once(race, project, ann))
