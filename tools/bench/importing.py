"""100,000 rows with 10 % bad through the real worker, while somebody goes on asking for a page."""

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from core.commands import execute
from core.importing.progress import progress_of
from core.importing.reading import look
from core.importing.services import Origin, import_confirm, import_undo, import_upload
from core.models import ImportBatch
from tools.bench.measure import Asker, pages

ROWS = int(os.environ.get("BENCH_IMPORT_ROWS", "100000"))
PATIENCE = 1_800  # seconds
WORKER = (
    "import django, time; django.setup(); from core.importing.services import work_waiting\n"
    "while True:\n    work_waiting()\n    time.sleep(0.2)"
)
Figures = dict[str, float]


def measure_import() -> dict[str, Any]:
    """Seconds of each phase, the page's p95 in ms meanwhile and before, and what came of it."""
    manager = User.objects.get(username="manager")
    quiet = _pages_until(_after(3))
    started = time.perf_counter()
    batch = execute(
        import_upload, kind="owners", received=_file(), origin=Origin("own", "Bench"), by=manager
    )
    answered = time.perf_counter() - started
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=Path(__file__).resolve().parents[2],
        start_new_session=True,
    )
    try:
        checking = _phase(batch, "checked")
        execute(import_confirm, batch_id=batch.pk, leave_out=True, by=manager)
        writing = _phase(batch, "done")
        counted = ImportBatch.objects.get(pk=batch.pk)
        execute(import_undo, batch_id=batch.pk, leave_out=False, by=manager)
        undoing = _phase(batch, "undone")
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    return {
        "rows": ROWS,
        "created": counted.created,
        "bad": counted.rows_bad,
        "upload": answered,
        "quiet": quiet,
        "checking": checking,
        "writing": writing,
        "undoing": undoing,
    }


def _file() -> Any:
    """Owners in GB18030; every tenth has no mobile number worth the name."""
    rows = (
        f"业主{n},{'12345' if n % 10 == 0 else f'139{n:08d}'},1980-05-15,B{n},2007-03-18\n"
        for n in range(ROWS)
    )
    text = "姓名,手机号码,出生日期,房号,签约日期\n" + "".join(rows)
    return look(SimpleUploadedFile("owners.csv", text.encode("gb18030")))


def _phase(batch: ImportBatch, state: str) -> Figures:
    """How long until the state is reached, and how an ordinary page did meanwhile."""
    started = time.perf_counter()
    steps: set[int] = set()

    def over() -> bool:
        steps.add(progress_of(batch.pk).done)
        batch.refresh_from_db()
        if batch.state in ("failed", "refused"):
            raise SystemExit(f"import: {batch.failed_because}")
        return batch.state == state or time.perf_counter() - started > PATIENCE

    figures = _pages_until(over)
    return {**figures, "seconds": time.perf_counter() - started, "steps": len(steps)}


def _after(seconds: float) -> Callable[[], bool]:
    until = time.perf_counter() + seconds
    return lambda: time.perf_counter() > until


def _pages_until(over: Callable[[], bool]) -> Figures:
    """Ask for the unit list again and again, ten times a second at most."""
    asker = Asker()
    page = next(page for page in pages() if page.name == "unit list, sales")
    asker.ask(page)
    times: list[float] = []
    while not over():
        before = time.perf_counter()
        asker.ask(page)
        times.append((time.perf_counter() - before) * 1000)
        time.sleep(max(0.0, 0.1 - (time.perf_counter() - before)))
    several = times if len(times) > 1 else times * 2 or [0.0, 0.0]
    return {
        "median": statistics.median(several),
        "p95": statistics.quantiles(several, n=20)[-1],
        "asked": len(times),
    }
