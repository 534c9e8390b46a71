"""A small process manager: starts programs together, shows their lines, stops them together.

Each program is its own session, so a Ctrl-C at the terminal reaches only the manager and every
program gets one polite SIGTERM; what has not stopped in time is killed with its whole group.
Should the manager itself be killed, Linux tells the programs (parent-death signal).
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

PATIENCE = 12.0  # seconds between asking and killing
PR_SET_PDEATHSIG = 1


def die_with_parent(number: int = signal.SIGTERM) -> Callable[[], None] | None:
    """A `preexec_fn` after which the child is sent `number` when its parent ends (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, number)


def catches_interrupt(pid: int) -> bool:
    """Whether process `pid` has a handler of its own for SIGINT (False where /proc is missing)."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return False
    caught = int(status.split("SigCgt:", 1)[1].split(None, 1)[0], 16)
    return bool(caught >> (signal.SIGINT - 1) & 1)


class Processes:
    """Programs that live and end together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: dict[str, subprocess.Popen[str]] = {}
        self.stop_asked = threading.Event()
        self._awaited: dict[str, tuple[str, threading.Event]] = {}
        self._readers: list[threading.Thread] = []
        self._hush = die_with_parent()
        self._parent = os.getppid()
        self._parent_catches = catches_interrupt(self._parent)

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a program; its lines appear with its name in front."""
        child = subprocess.Popen(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=self._hush,  # no thread of ours runs yet
        )
        self.running[name] = child

    def show(self) -> None:
        """Begin to pass the programs' lines on."""
        for name, child in self.running.items():
            reader = threading.Thread(target=self._pass_on, args=(name, child), daemon=True)
            reader.start()
            self._readers.append(reader)

    def expect(self, name: str, words: str) -> threading.Event:
        """Set once the program has said `words`. To be called before `show`."""
        self._awaited[name] = (words, threading.Event())
        return self._awaited[name][1]

    def _pass_on(self, name: str, child: subprocess.Popen[str]) -> None:
        words, heard = self._awaited.get(name, ("", threading.Event()))
        for line in child.stdout or ():
            if words and words in line:
                heard.set()
            with contextlib.suppress(OSError, ValueError):  # the terminal may be gone
                print(f"{name:<7}| {line.rstrip()}", flush=True)

    def listen(self) -> None:
        """Take Ctrl-C, SIGTERM and a closed terminal as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self.stop_asked.set()

    def ended(self) -> str | None:
        """The name of a program that ended by itself, if any."""
        for name, child in self.running.items():
            if child.poll() is not None:
                return name
        return None

    def parent_stops(self) -> bool:
        """Whether the parent is gone or was interrupted.

        Interrupted alone, without its group, `make` drops its handler, tells its children
        nothing and waits for them: so the missing handler is the message.
        """
        if os.getppid() != self._parent:
            return True
        return self._parent_catches and not catches_interrupt(self._parent)

    def wait(self) -> str | None:
        """Until somebody wants to stop, the parent stops, or a program ends: its name."""
        while not self.stop_asked.wait(0.3):
            if (name := self.ended()) or self.parent_stops():
                return name
        return None

    def stop(self) -> None:
        """Ask all to end, wait, kill what is left."""
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for child in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, deadline - time.monotonic()))
        self._signal(signal.SIGKILL, group=True)
        for child in self.running.values():
            child.wait()
        for reader in self._readers:
            reader.join(1)

    def _signal(self, number: int, *, group: bool = False) -> None:
        for child in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                if group:
                    os.killpg(child.pid, number)  # also grandchildren of one that ended
                elif child.poll() is None:
                    child.send_signal(number)
