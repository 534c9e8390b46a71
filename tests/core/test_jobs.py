"""Jobs: due by local time, worked once a day, caught up where they say so."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from threading import Barrier
from typing import Any

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from core import counters, jobs, tasks
from core.models import Counter, JobRun

DAY = date(2008, 5, 15)


def moment(clock: str, day: date = DAY) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the test's own jobs."""
    monkeypatch.setattr(jobs, "_daily", {})
    monkeypatch.setattr(jobs, "_every_ring", {})


@pytest.fixture
def lists(db: None) -> list[date]:
    """A job at 07:30 that notes the days it worked."""
    worked: list[date] = []

    @jobs.daily("test.lists", at=lambda day: time(7, 30), label="Lists")
    def work(day: date, now: datetime) -> int:
        worked.append(day)
        return 3

    return worked


@pytest.mark.parametrize(
    ("clock", "count"), [("00:00", 0), ("07:29:59", 0), ("07:30", 1), ("23:59", 1)]
)
def test_a_job_is_due_once_its_local_time_has_passed(
    lists: list[date], clock: str, count: int
) -> None:
    assert len(jobs.work_due(moment(clock))) == count


def test_a_job_rung_often_works_once(lists: list[date]) -> None:
    for minute in range(30, 40):
        jobs.work_due(moment(f"07:{minute}"))
    run = JobRun.objects.get()
    assert (run.job, run.day, run.result, run.error) == ("test.lists", DAY, 3, "")
    assert run.finished_at is not None
    assert lists == [DAY]


def test_seven_days_seven_runs(lists: list[date]) -> None:
    for hour in range(24 * 7):
        jobs.work_due(moment("00:30") + timedelta(hours=hour))
    assert lists == [DAY + timedelta(days=n) for n in range(7)]


def test_a_scheduler_back_three_hours_late_works_the_same_day(lists: list[date]) -> None:
    assert jobs.work_due(moment("10:30"))
    assert lists == [DAY]


def test_a_missed_day_is_dropped(lists: list[date]) -> None:
    jobs.work_due(moment("07:30"))
    jobs.work_due(moment("07:00", DAY + timedelta(days=2)))
    assert lists == [DAY]


def test_a_missed_day_is_caught_up_where_the_job_says_so(db: None) -> None:
    worked: list[date] = []

    @jobs.daily("test.totals", at=lambda day: time(23, 0), label="Totals", catch_up=True)
    def total(day: date, now: datetime) -> int:
        worked.append(day)
        return 0

    assert jobs.work_due(moment("22:00")) == []
    jobs.work_due(moment("23:10"))
    jobs.work_due(moment("06:00", DAY + timedelta(days=3)))
    assert worked == [DAY, DAY + timedelta(days=1), DAY + timedelta(days=2)]
    jobs.work_due(moment("06:00", DAY + timedelta(days=20)))
    assert worked[3:] == [DAY + timedelta(days=n) for n in range(13, 20)]


def test_a_day_without_a_time_is_skipped(db: None) -> None:
    jobs.daily("test.never", at=lambda day: None, label="Never")(lambda day, now: 1)
    assert jobs.work_due(moment("23:59")) == []


@pytest.fixture
def broken(db: None) -> Callable[[bool], None]:
    """A job that counts and then fails until it is told to work."""
    state = {"fails": True}

    @jobs.daily("test.broken", at=lambda day: time(6, 0), label="Broken")
    def work(day: date, now: datetime) -> int:
        counters.next_number("test.broken")
        if state["fails"]:
            raise RuntimeError("no greeting for 13800138000")
        return 1

    return lambda fails: state.update(fails=fails)


def test_a_failure_rolls_back_its_work_and_stops_no_other(broken: Any, lists: list[date]) -> None:
    failed, fine = jobs.work_due(moment("08:00"))
    assert (failed.job, failed.result, failed.finished_at) == ("test.broken", None, None)
    assert failed.error == "RuntimeError: no greeting for •••"
    assert fine.result == 3
    assert not Counter.objects.exists()


def test_a_failure_is_tried_again_after_a_pause(broken: Any) -> None:
    jobs.work_due(moment("08:00"))
    broken(False)
    assert jobs.work_due(moment("08:00:30")) == []
    (run,) = jobs.work_due(moment("08:01"))
    assert (run.result, run.error, run.retry_at) == (1, "", None)
    assert jobs.work_due(moment("09:00")) == []
    assert Counter.objects.get().value == 1


def test_what_always_fails_is_given_up(broken: Any) -> None:
    for minute in range(0, 12 * 60):
        jobs.work_due(moment("08:00") + timedelta(minutes=minute))
    run = JobRun.objects.get()
    assert run.attempts == len(jobs.PAUSES) + 1
    assert run.retry_at is None


def test_each_ring_works_even_if_one_of_its_jobs_fails(db: None) -> None:
    @jobs.every_ring("test.bad")
    def bad(now: datetime) -> int:
        raise RuntimeError

    @jobs.every_ring("test.good")
    def good(now: datetime) -> int:
        return 5

    assert jobs.work(moment("08:00")) == 5


@pytest.fixture
def no_broker(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """A broker address where nobody answers."""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}
    for name in ("broker_url", "broker_write_url"):
        monkeypatch.setattr(current_app.conf, name, "redis://127.0.0.1:1/0")


@pytest.mark.django_db(transaction=True)
def test_a_page_is_saved_although_the_broker_is_away(no_broker: None) -> None:
    started = timezone.now()
    with transaction.atomic():
        counters.next_number("test.page")
        tasks.press()
    assert Counter.objects.get(kind="test.page").value == 1
    assert timezone.now() - started < timedelta(seconds=5)


@pytest.fixture
def race_registry() -> None:
    @jobs.daily("test.race", at=lambda day: time(0, 0), label="Race")
    def work(day: date, now: datetime) -> int:
        return counters.next_number("test.race")


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_twenty_schedulers_work_a_job_once(race: Any, race_registry: None) -> None:
    runs = race(20, lambda: jobs.work_due(moment("08:00")))
    assert sum(len(found) for found in runs) == 1
    assert Counter.objects.get(kind="test.race").value == 1


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_without_the_row_it_would_be_worked_often(race: Any, race_registry: None) -> None:
    job, looked = jobs.all_daily()[0], Barrier(20)

    def careless() -> None:
        worked = JobRun.objects.exists()
        looked.wait(timeout=30)
        if not worked:
            job.work(DAY, moment("08:00"))

    race(20, careless)
    assert Counter.objects.get(kind="test.race").value == 20
