"""U9 with many workers at once, and one killed half-way: written once, nothing half."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings

from accounts.models import Team, User
from core.importing.progress import progress_of
from core.importing.services import import_confirm, import_stop, shared, work_waiting
from core.models import ImportBatch
from tests.core.import_kinds import GOOD, KIND, upload
from tests.core.test_worker import _database_url as database_url
from tests.core.test_worker import wait_for

pytestmark = pytest.mark.races

SETUP = "import django, time; django.setup(); from tests.core.import_kinds import KIND; "
HOLD = "KIND.held = lambda: time.sleep(600); "
WORK = "from core.importing.services import work_waiting; work_waiting()"
# The twin: each chunk for itself, as if there were no one transaction around all of them.
CARELESS = (
    "from core.models import ImportBatch; from core.importing.services.confirming import *; "
    "from core.importing.progress import Quiet; "
    "write_all(ImportBatch.objects.get(state='confirmed'), Quiet())"
)


@pytest.fixture
def batch(race: Any, manager: User, monkeypatch: pytest.MonkeyPatch) -> ImportBatch:
    """Confirmed, for the worker."""
    monkeypatch.setattr(shared, "AT_ONCE", 0)
    return import_confirm(batch_id=upload(GOOD, manager).pk, leave_out=False, by=manager)


@pytest.fixture
def start(transactional_db: None, tmp_path: Any) -> Iterator[Callable[[str], Any]]:
    """`start(code)` runs Python in a process of its own on the test's database."""
    running: list[subprocess.Popen[bytes]] = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(tmp_path),
    }

    def run(code: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            env=environment,
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )
        running.append(process)
        return process

    yield run
    for process in running:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """As a machine dies."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_u9_twenty_workers_write_a_file_once(race: Any, batch: ImportBatch) -> None:
    assert sum(race(20, work_waiting)) == 1
    batch.refresh_from_db()
    assert (batch.state, batch.created, Team.objects.count()) == ("done", 2, 2)


def test_u9_without_the_lock_it_is_written_often(race: Any, batch: ImportBatch) -> None:
    looked = Barrier(20)

    def careless() -> bool:
        found = ImportBatch.objects.get(pk=batch.pk)
        looked.wait(timeout=30)
        if found.state == "confirmed":
            ImportBatch.objects.filter(pk=batch.pk).update(state="done")
        return found.state == "confirmed"

    assert race(20, careless) == [True] * 20


def test_u9_a_worker_killed_half_way_leaves_nothing_and_the_next_does_it(
    batch: ImportBatch, start: Any
) -> None:
    worker = start(SETUP + HOLD + WORK)
    wait_for(lambda: progress_of(batch.pk).phase == "writing")
    assert work_waiting() == 0  # it is in hand
    kill(worker)
    assert wait_for(work_waiting) == 1
    batch.refresh_from_db()
    assert (batch.state, Team.objects.count(), batch.changes.count()) == ("done", 2, 2)


def test_u9_without_the_one_transaction_half_of_it_stays(batch: ImportBatch, start: Any) -> None:
    worker = start(SETUP + HOLD + CARELESS)
    wait_for(Team.objects.exists)
    kill(worker)
    batch.refresh_from_db()
    assert (batch.state, Team.objects.count(), batch.changes.count()) == ("confirmed", 2, 0)


def test_u9_another_process_that_writes_is_stopped_within_seconds(
    batch: ImportBatch, manager: User, start: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(SETUP + "KIND.held = lambda: time.sleep(2); " + WORK)
    wait_for(lambda: progress_of(batch.pk).phase == "writing")
    import_stop(batch_id=batch.pk, by=manager)
    assert progress_of(batch.pk).stop

    def back() -> bool:
        batch.refresh_from_db()
        return batch.state == "checked"

    wait_for(back)
    assert (Team.objects.count(), KIND.held) == (0, None)
