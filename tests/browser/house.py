"""The served house: gunicorn, worker and beat as processes, on a database of their own."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings

from tools.run import THREADS
from tools.servers import free_port

PATIENCE = 90  # seconds, for a machine that does other work beside


def wait_for(what: Callable[[], Any], text: str) -> Any:
    """The first truth `what` gives; AssertionError with `text` after our patience."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.2)
    raise AssertionError(f"waited too long: {text}")


def morning_list(*, at: str, valid_from: str) -> str:
    """Code for the house's shell: the day's list is sent `at` this time."""
    return (
        "from accounts.models import User; from core.models import PolicyRow; "
        "from core.policies import kind_named; "
        "from core.policies.values import as_values, pack; from datetime import date, time; "
        "cls = kind_named('visits').cls; values = as_values(cls()); "
        f"values['morning_list_at'] = {at}; "
        f"PolicyRow.objects.create(kind='visits', valid_from={valid_from}, "
        "values=pack(cls, values), note='test', created_by=User.objects.get(username='admin'))"
    )


@dataclass
class House:
    """Where it answers, and its processes."""

    folder: Path
    database_url: str
    port: int
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """`localhost`, so that the browser treats it as it would a secure address."""
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What every process of it is started with."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.served_settings",
            "DATABASE_URL": self.database_url,
            "TEST_BROKER": str(self.folder),
            "DOORBELL_SECONDS": "1",
            "LOG_LEVEL": "WARNING",
        }

    def manage(self, *arguments: str) -> str:
        """A management command's output."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
        )
        return done.stdout.decode()

    def shell(self, code: str) -> str:
        """What a line of Python prints inside the served house."""
        return self.manage("shell", "-v0", "-c", code).strip()

    def start(self, *command: str) -> None:
        """A process that ends with the house."""
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=settings.BASE_DIR,
            env=self.environment,
            start_new_session=True,
        )
        self.running.append(process)

    def open(self) -> None:
        """Serve, and wait until it says that it is healthy."""
        self.start(
            "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{self.port}", "--threads", THREADS,
            "--log-level", "warning",
        )  # fmt: skip
        wait_for(self.healthy, "the house does not open")

    def healthy(self) -> bool:
        """Whether /health/ answers 200."""
        try:
            with urllib.request.urlopen(f"{self.url}/health/", timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def ring(self) -> None:
        """Start the real worker and the real beat; it rings every second."""
        self.start(
            "celery", "-A", "config", "worker", "-l", "warning", "-c", "1", "--without-mingle",
            "--without-gossip",
        )  # fmt: skip
        self.start(
            "celery", "-A", "config", "beat", "-l", "warning", "--pidfile=",
            "-s", str(self.folder / "beat"),
        )  # fmt: skip

    def close(self) -> None:
        """End everything that was started, by process group."""
        for process in self.running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.running:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """A database of the house's own: beside the tests' PostgreSQL, else a file."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{folder / 'house.sqlite3'}"
        return
    server, name = given.rsplit("/", 1)[0], f"tuoke_house_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@contextmanager
def served(folder: Path) -> Iterator[House]:
    """The house with the demonstration in it; worker and beat are started when a test rings."""
    for name in ("queue", "control", "media", "audit"):
        (folder / name).mkdir()
    with database(folder) as url:
        house = House(folder, url, free_port())
        house.manage("migrate", "-v0")
        house.manage("seed_demo")
        # A test that rings for something else does not send it before the one that waits for it.
        house.shell(morning_list(at="time(23, 59)", valid_from="date(2008, 1, 1)"))
        house.manage("collectstatic", "--noinput", "-v0")
        try:
            house.open()
            yield house
        finally:
            house.close()
