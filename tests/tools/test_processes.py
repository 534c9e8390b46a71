"""Nothing that `make run` started outlives it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import processes
from tools.processes import Processes, catches_interrupt

DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('deaf', flush=True); time.sleep(60)"
)
# Ends at once on SIGTERM, but leaves a child behind that does not.
CARELESS = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {DEAF!r}])"


def is_alive(group: int) -> bool:
    """Whether a process of this group is left that is not merely waiting to be buried."""
    states = subprocess.run(
        ["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split() for line in states.splitlines())
    return any(int(pgid) == group and not stat.startswith("Z") for pgid, stat in rows)


def ends(group: int) -> bool:
    """Whether nothing of this group is left, once the system has had the time to bury it."""
    deadline = time.monotonic() + 10
    while is_alive(group) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(group)


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Processes]:
    monkeypatch.setattr(processes, "PATIENCE", 0.5)
    manager = Processes(tmp_path)
    yield manager
    manager.stop()


@pytest.mark.parametrize("program", [DEAF, CARELESS], ids=["deaf", "careless"])
def test_what_does_not_stop_is_killed_with_its_children(running: Processes, program: str) -> None:
    running.start("web", [sys.executable, "-c", program])
    is_deaf = running.expect("web", "deaf")
    running.show()
    assert is_deaf.wait(30)
    group = running.running["web"].pid
    assert is_alive(group)
    running.stop()
    assert ends(group)


def test_the_first_program_to_end_is_named(running: Processes) -> None:
    running.start("web", [sys.executable, "-c", "import time; time.sleep(60)"])
    running.start("beat", [sys.executable, "-c", "raise SystemExit(3)"])
    assert running.wait() == "beat"


def test_an_interrupted_parent_is_noticed() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's & leaves none
    try:
        assert catches_interrupt(os.getpid())
    finally:
        signal.signal(signal.SIGINT, before)
    with subprocess.Popen(["sleep", "60"]) as child:
        assert not catches_interrupt(child.pid)
        child.kill()
