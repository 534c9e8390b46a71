"""The jobs a test's worker has: one of the day, one of each ring, both leave a count."""

import os
from datetime import date, datetime, time
from pathlib import Path
from time import sleep

from core import counters, jobs


@jobs.daily("test.worker", at=lambda day: time(0, 0), label="Once a day")
def once(day: date, now: datetime) -> int:
    """Count, and while the test's file is there hold still half-way."""
    counters.next_number("test.worker")
    folder = Path(os.environ["TEST_BROKER"])
    while (folder / "hold").exists():
        (folder / "held").touch()
        sleep(0.05)
    return 1


@jobs.every_ring("test.rings")
def rings(now: datetime) -> int:
    """Count the rings."""
    return counters.next_number("test.rings")
