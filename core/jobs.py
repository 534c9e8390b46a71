"""Jobs: the doorbell rings each minute, and what is due by the database is worked once.

A daily job writes its row (job, local day) in the transaction of its work. Two schedulers, a ring
twice or a restart cannot double it; a process killed half-way leaves neither and it is worked
again. Apps declare jobs in `tasks.py`, which is found by itself at start:

    @daily("visits.morning_list", at=lambda day: policy_on(DayPolicy, day).morning_list,
           label=_("Morning lists"))
    def send_morning_lists(day: date, now: datetime) -> int: ...
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.functional import Promise

from core import audit
from core.commands import is_busy
from core.logs import without_personal_data
from core.models import JobRun

log = logging.getLogger(__name__)

DailyWork = Callable[[date, datetime], int]
RingWork = Callable[[datetime], int]

# How far back a job that catches up goes, and the pauses after failures before it is given up.
CATCH_UP_DAYS = 7
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))


@dataclass(frozen=True)
class Daily:
    """A job of each day: due once `at(day)` has passed; None skips the day."""

    name: str
    label: str | Promise
    at: Callable[[date], time | None]
    work: DailyWork
    catch_up: bool


_daily: dict[str, Daily] = {}
_every_ring: dict[str, RingWork] = {}


def daily(
    name: str,
    *,
    at: Callable[[date], time | None],
    label: str | Promise,
    catch_up: bool = False,
) -> Callable[[DailyWork], DailyWork]:
    """Declare a job of each day; the function gives how much it did.

    A job not worked before midnight is dropped, unless it says `catch_up`: then it is worked for
    each day since it first ran, seven back at most. It runs inside one transaction, so it must not
    wait for other hosts.
    """

    def declare(work: DailyWork) -> DailyWork:
        _daily[name] = Daily(name, label, at, work, catch_up)
        return work

    return declare


def every_ring(name: str) -> Callable[[RingWork], RingWork]:
    """Declare what is worked at each ring, e.g. an outbox.

    It manages its own transactions and must stand two rings at the same time.
    """

    def declare(work: RingWork) -> RingWork:
        _every_ring[name] = work
        return work

    return declare


def all_daily() -> list[Daily]:
    """Every job of each day, by name."""
    return sorted(_daily.values(), key=lambda job: job.name)


def work(now: datetime) -> int:
    """What one ring does: the daily jobs that are due, then what is worked at each ring."""
    done = len(work_due(now))
    for name, job in _every_ring.items():
        try:
            done += job(now)
        except Exception:
            log.exception("job %s failed", name)
    return done


def work_due(now: datetime) -> list[JobRun]:
    """Work each daily job whose time has passed and that nobody has worked, the earliest first.

    Each in its own transaction; a failure is recorded, tried again later, and stops no other.
    """
    runs = (_work_one(job, day, now) for _, job, day in sorted(_due(now), key=lambda due: due[0]))
    return [run for run in runs if run is not None]


def _due(now: datetime) -> Iterator[tuple[datetime, Daily, date]]:
    """(moment, job, day) of what is due, by a first look that takes no lock."""
    today = timezone.localdate(now)
    known = _known_runs(today)
    for job in _daily.values():
        runs = known.get(job.name, {})
        for day in _days(job, today, min(runs, default=today)):
            moment = _moment(job, day)
            if moment is not None and moment <= now and _open(runs.get(day), now):
                yield moment, job, day


def _known_runs(today: date) -> dict[str, dict[date, JobRun]]:
    """The runs of the last thirty days, by job and day."""
    runs: dict[str, dict[date, JobRun]] = {}
    for run in JobRun.objects.filter(day__gte=today - timedelta(days=30)):
        runs.setdefault(run.job, {})[run.day] = run
    return runs


def _days(job: Daily, today: date, first: date) -> list[date]:
    """The days the job may be due for: today, and with `catch_up` those since its first run."""
    if not job.catch_up:
        return [today]
    start = max(first, today - timedelta(days=CATCH_UP_DAYS))
    return [start + timedelta(days=n) for n in range((today - start).days + 1)]


def _moment(job: Daily, day: date) -> datetime | None:
    at = job.at(day)
    return None if at is None else timezone.make_aware(datetime.combine(day, at))


def _open(run: JobRun | None, now: datetime) -> bool:
    return run is None or (run.retry_at is not None and run.retry_at <= now)


def _work_one(job: Daily, day: date, now: datetime) -> JobRun | None:
    """Claim and work one job; None if another scheduler has it."""
    try:
        with transaction.atomic(durable=True), audit.gathered():
            run = _claim(job, day, now)
            if run is None:
                return None
            run.result = job.work(day, now)
            run.finished_at = timezone.now()
            run.save(update_fields=["result", "finished_at"])
    except Exception as error:
        if isinstance(error, OperationalError) and is_busy(error):
            log.info("job %s of %s is being worked elsewhere", job.name, day)
            return None
        log.exception("job %s of %s failed", job.name, day)
        return _note_failure(job, day, now, error)
    log.info("job %s of %s did %d", job.name, day, run.result)
    return run


def _claim(job: Daily, day: date, now: datetime) -> JobRun | None:
    """Insert the row, or take one that failed and may be tried again. Waits for another claimer."""
    try:
        with transaction.atomic():
            return JobRun.objects.create(job=job.name, day=day, started_at=now)
    except IntegrityError:
        pass
    failed = JobRun.objects.filter(job=job.name, day=day, retry_at__lte=now)
    if not failed.update(started_at=now, retry_at=None, error=""):
        return None
    return JobRun.objects.get(job=job.name, day=day)


def _note_failure(job: Daily, day: date, now: datetime, error: Exception) -> JobRun:
    """The work was rolled back with its row; write down why, and when to try again."""
    with transaction.atomic(durable=True):
        run, _made = JobRun.objects.select_for_update().get_or_create(
            job=job.name, day=day, defaults={"started_at": now, "attempts": 0}
        )
        pause = PAUSES[run.attempts] if run.attempts < len(PAUSES) else None
        run.attempts += 1
        run.retry_at = now + pause if pause else None
        run.error = without_personal_data(f"{type(error).__name__}: {error}")[:1000]
        run.save(update_fields=["attempts", "retry_at", "error"])
    return run
