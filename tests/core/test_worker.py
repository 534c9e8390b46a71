"""The real doorbell: Celery's beat and worker, rung every second, on a real database."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

PATIENCE = 60  # seconds, for a machine that does other work beside


@pytest.fixture
def environment(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """What a process needs to work on the test's own database and broker."""
    for name in ("queue", "control"):
        (tmp_path / name).mkdir()
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "TEST_BROKER": str(tmp_path),
        "DATABASE_URL": _database_url(tmp_path),
        "DOORBELL_SECONDS": "1",
    }


def _database_url(folder: Path) -> str:
    """PostgreSQL's test database itself; of SQLite's, which lives in memory, a copy."""
    given = connections["default"].settings_dict
    if connection.vendor == "postgresql":
        host, port = given["HOST"] or "127.0.0.1", given["PORT"] or 5432
        return f"postgres://{given['USER']}:{given['PASSWORD']}@{host}:{port}/{given['NAME']}"
    connection.ensure_connection()
    copy = sqlite3.connect(folder / "test.sqlite3")
    connection.connection.backup(copy)
    copy.close()
    return f"sqlite:///{folder / 'test.sqlite3'}"


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """`start("worker", …)` runs a Celery program; all are gone when the test ends."""
    running: list[subprocess.Popen[bytes]] = []

    def run(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "config", *arguments]
        process = subprocess.Popen(
            command, env=environment, cwd=settings.BASE_DIR, start_new_session=True
        )
        running.append(process)
        return process

    yield run
    for process in running:
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The whole family at once, as a machine dies."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def rows(environment: dict[str, str]) -> Callable[[str], list[Any]]:
    """`rows(sql)` as another process sees them."""
    url = environment["DATABASE_URL"]

    def ask(sql: str) -> list[Any]:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall())
        other = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20)
        try:
            return list(other.execute(sql))
        finally:
            other.close()

    return ask


def wait_for(what: Callable[[], Any]) -> Any:
    """The first truth `what` gives, within our patience."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("waited too long")


BEAT = ("beat", "-l", "warning", "--pidfile=")
WORKER = ("worker", "-l", "warning", "-P", "prefork", "--without-mingle", "--without-gossip")
RINGS = "SELECT value FROM core_counter WHERE kind = 'test.rings' AND value >= {}"
RUNS = "SELECT day, result, attempts FROM core_jobrun WHERE job = 'test.worker'"
COUNT = "SELECT value FROM core_counter WHERE kind = 'test.worker'"


def beat(folder: str) -> tuple[str, ...]:
    return (*BEAT, "-s", f"{folder}/beat")


def test_rung_often_by_two_workers_a_daily_job_is_worked_once(
    start: Any, rows: Any, environment: dict[str, str]
) -> None:
    start(*beat(environment["TEST_BROKER"]))
    start(*WORKER, "-c", "1", "-n", "one")
    start(*WORKER, "-c", "1", "-n", "two")
    wait_for(lambda: rows(RINGS.format(4)))
    runs = rows(RUNS)
    assert [(result, attempts) for _, result, attempts in runs] == [(1, 1)] * len(runs)
    assert len({day for day, _, _ in runs}) == len(runs)
    assert rows(COUNT) == [(len(runs),)]


def test_a_worker_killed_half_way_leaves_nothing_and_the_next_does_it(
    start: Any, rows: Any, environment: dict[str, str]
) -> None:
    folder = Path(environment["TEST_BROKER"])
    (folder / "hold").touch()
    start(*beat(str(folder)))
    worker = start(*WORKER, "-c", "1", "-n", "one")
    wait_for((folder / "held").exists)
    _kill(worker)
    assert rows(RUNS) == []
    assert rows(COUNT) == []
    (folder / "hold").unlink()
    start(*WORKER, "-c", "1", "-n", "two")
    wait_for(lambda: rows(RINGS.format(2)))
    assert [result for _, result, _ in rows(RUNS)] == [1]
    assert rows(COUNT) == [(1,)]
