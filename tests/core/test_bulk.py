"""Actions on many rows: whose rows, at most once, stopped, told (ux: bulk actions)."""

from collections.abc import Callable
from threading import Barrier
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.utils import timezone, translation
from pytest_django import Settings

from accounts.models import Notification, User
from core import bulk, jobs
from core.bulk import kinds, services
from core.bulk.services import Chosen, bulk_begin, bulk_stop, bulk_work
from core.commands import execute
from core.errors import DomainError
from core.models import AuditRecord, BulkJob
from tests.conftest import Race
from tests.units.factories import make_unit
from units.models import Unit
from units.permissions import UNIT_VIEW

Browser = Callable[[Any], Client]
URL = "/bulk/unit_list.mark/"


class MarkForm(forms.Form):
    """What is written on each unit."""

    text = forms.CharField(max_length=20)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


def mark(*, unit_id: int, text: str, by: User) -> None:
    """Adds a letter, so that twice shows; some units refuse, one has a fault."""
    unit = Unit.objects.get(pk=unit_id)
    unit.remarks += text
    unit.save(update_fields=["remarks"])
    if unit.name.startswith("Refuses"):
        raise DomainError("This unit wants no mark.")
    if unit.name.startswith("Breaks"):
        raise ZeroDivisionError


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The action, for these tests alone."""
    known = {name: dict(actions) for name, actions in kinds._actions.items()}
    monkeypatch.setattr(kinds, "_actions", known)
    action = bulk.Action("mark", "Mark", "tag", UNIT_VIEW, mark, "unit_id", MarkForm)
    bulk.register("unit_list", action)


@pytest.fixture
def units(ann: User) -> list[Unit]:
    """Five units of ann's."""
    return [make_unit(ann, f"Unit {n}") for n in "abcde"]


@pytest.fixture
def many(settings: Settings) -> None:
    """Everything is left to the worker, two rows a step."""
    settings.BULK_AT_ONCE = 0


def begin(by: User, *keys: int, query: str = "", every: bool = False) -> BulkJob:
    """As the form would."""
    chosen = Chosen("unit_list", query, keys, every)
    job: BulkJob = execute(bulk_begin, chosen=chosen, action="mark", form={"text": ["x"]}, by=by)
    return job


def marks() -> list[str]:
    """What stands on every unit."""
    return list(Unit.objects.order_by("name").values_list("remarks", flat=True))


def test_a_few_rows_are_done_at_once(ann: User, units: list[Unit], as_user: Browser) -> None:
    shown = as_user(ann).get(f"{URL}?where=q%3Dunit&pk={units[0].pk}&pk={units[1].pk}")
    assert "2 rows are chosen" in shown.text
    sent: Any = {"pk": [units[0].pk, units[1].pk], "where": "q=unit", "text": "x"}
    answer = as_user(ann).post(URL, sent, follow=True)
    assert marks() == ["x", "x", "", "", ""]
    assert BulkJob.objects.get().state == "done"
    assert "2 of 2 rows" in answer.text
    assert AuditRecord.objects.filter(action__startswith="core.bulk.").count() >= 2


def test_a_form_that_cannot_be_read_begins_nothing(
    ann: User, units: list[Unit], as_user: Browser
) -> None:
    answer = as_user(ann).post(URL, {"pk": [units[0].pk], "text": ""})
    assert answer.status_code == 422
    assert f'name="pk" value="{units[0].pk}"' in answer.text
    assert not BulkJob.objects.exists()


def test_somebody_elses_rows_are_never_touched(
    ann: User, cai: User, units: list[Unit], as_user: Browser
) -> None:
    theirs = make_unit(cai, "Other")
    begin(ann, units[0].pk, theirs.pk)
    assert BulkJob.objects.get().total == 1
    with pytest.raises(DomainError):
        begin(ann, theirs.pk)
    begin(cai, query="", every=True)
    assert marks() == ["x", "x", "", "", "", ""]  # "Other" by cai, "Unit a" by ann


@pytest.mark.usefixtures("many")
def test_all_that_fit_are_looked_up_by_the_job_itself(ann: User, units: list[Unit]) -> None:
    job = begin(ann, query="q=unit", every=True)
    assert (job.state, job.total, job.rows.count()) == ("waiting", 5, 0)
    make_unit(ann, "Unit f")
    make_unit(ann, "Different")
    jobs.work(timezone.now())
    job.refresh_from_db()
    assert (job.state, job.total, job.done) == ("done", 6, 6)
    assert Unit.objects.get(name="Different").remarks == ""
    assert Notification.objects.filter(kind="bulk_finished", user=ann).count() == 1


@pytest.mark.usefixtures("many")
def test_a_row_that_refuses_or_breaks_says_why_and_stops_no_other(
    ann: User, units: list[Unit], as_user: Browser
) -> None:
    make_unit(ann, "Refuses")
    make_unit(ann, "Breaks")
    job = begin(ann, every=True)
    jobs.work(timezone.now())
    job.refresh_from_db()
    assert (job.state, job.done, job.refused) == ("done", 5, 2)
    assert marks() == ["", "", "x", "x", "x", "x", "x"]
    page = as_user(ann).get(job.get_absolute_url()).text
    assert "This unit wants no mark." in page
    assert "A fault in Tuoke" in page
    result: Any = as_user(ann).get(f"/bulk-jobs/{job.pk}/result/")
    file = b"".join(result.streaming_content).decode()
    assert "This unit wants no mark." in file


@pytest.mark.usefixtures("many")
def test_a_row_that_changed_hands_meanwhile_is_refused(
    ann: User, cai: User, units: list[Unit]
) -> None:
    job = begin(ann, *(unit.pk for unit in units))
    Unit.objects.filter(pk=units[0].pk).update(owner=cai, team=cai.memberships.get().team)
    jobs.work(timezone.now())
    job.refresh_from_db()
    assert (job.done, job.refused) == (4, 1)
    assert marks() == ["", "x", "x", "x", "x"]


@pytest.mark.usefixtures("many")
def test_a_right_taken_meanwhile_ends_the_job(ann: User, units: list[Unit]) -> None:
    job = begin(ann, *(unit.pk for unit in units))
    User.objects.filter(pk=ann.pk).update(role="planner", language="zh-hans")
    jobs.work(timezone.now())
    job.refresh_from_db()
    assert (job.state, marks()) == ("failed", [""] * 5)
    assert job.failed_because == "You may no longer do this."
    with translation.override("zh-hans"):
        assert not job.failed_because.isascii()


@pytest.mark.usefixtures("many")
def test_stopped_the_rest_stays_as_it_is(
    ann: User, units: list[Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.bulk.services.CHUNK", 2)
    job = begin(ann, *(unit.pk for unit in units))
    execute(bulk_work, job_id=job.pk, by=ann)
    execute(bulk_stop, job_id=job.pk, by=ann)
    jobs.work(timezone.now())
    job.refresh_from_db()
    assert (job.state, job.done) == ("stopped", 2)
    assert marks() == ["x", "x", "", "", ""]


@pytest.mark.usefixtures("many")
def test_killed_in_a_chunk_nothing_of_it_stays_and_the_next_ring_does_it_once(
    ann: User, units: list[Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = begin(ann, *(unit.pk for unit in units))

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("core.bulk.services._count", killed)
        with pytest.raises(KeyboardInterrupt):
            execute(bulk_work, job_id=job.pk, by=ann)
    assert marks() == [""] * 5
    jobs.work(timezone.now())
    jobs.work(timezone.now())
    assert marks() == ["x"] * 5


def test_a_job_is_its_makers_alone(
    ann: User, bob: User, units: list[Unit], as_user: Browser
) -> None:
    job = begin(ann, units[0].pk)
    for page in ("", "stop/", "result/"):
        assert as_user(bob).get(f"/bulk-jobs/{job.pk}/{page}").status_code == 404


def test_an_unknown_list_or_action_is_404_and_a_missing_right_403(
    ann: User, planner: User, as_user: Browser
) -> None:
    for deed in ("nothing.mark", "unit_list.nothing", "unit_list", "today.mark"):
        assert as_user(ann).get(f"/bulk/{deed}/").status_code == 404
    assert as_user(planner).get(URL).status_code == 403


# --- at once ------------------------------------------------------------------------------------


@pytest.mark.races
def test_many_workers_at_once_work_each_row_once(
    race: Race, ann: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.bulk.services.CHUNK", 2)
    settings.BULK_AT_ONCE = 0
    for n in range(12):
        make_unit(ann, f"Unit {n:02d}")
    job = begin(ann, *Unit.objects.values_list("pk", flat=True))
    for _ in range(12):
        race(4, lambda: execute(bulk_work, job_id=job.pk, by=ann))
    job.refresh_from_db()
    assert (job.state, job.done) == ("done", 12)
    assert marks() == ["x"] * 12


@pytest.mark.races
def test_twin_without_the_jobs_row_a_row_is_worked_twice(
    race: Race, ann: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BULK_AT_ONCE = 0
    make_unit(ann, "Unit")
    job = begin(ann, *Unit.objects.values_list("pk", flat=True))
    read = Barrier(2)
    work = services._work_row

    def together(*args: Any) -> None:
        read.wait(timeout=20)
        work(*args)

    monkeypatch.setattr(services, "_work_row", together)

    def unlocked() -> None:
        services._work_chunk(BulkJob.objects.get(pk=job.pk), ann)

    race(2, unlocked)
    times = AuditRecord.objects.filter(action="core.bulk.ended").count()
    assert times == 2 or marks() == ["xx"]
