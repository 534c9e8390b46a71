"""Builds .venv with the pinned packages; in a moment done when nothing changed.

Runs on a bare Python 3.11 or newer: `python3 tools/venv.py run|dev`. `run` is what serving
needs, `dev` adds what tests and checks need. Uses uv when it is there, else pip.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "tuoke-stamp"
OLDEST = (3, 11)


def wanted(extra: str) -> str:
    """What the environment must hold, as one line; another line means another installation."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool.", 1)[0]
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    digest = hashlib.sha256((project + pins).encode()).hexdigest()
    return f"{digest} {VENV} {extra}"


def is_ready(extra: str) -> bool:
    """Whether the environment holds `extra` already, or more than that."""
    if not (STAMP.exists() and PYTHON.exists()):
        return False
    stamp = STAMP.read_text(encoding="utf-8")
    return stamp in {wanted(extra), wanted("dev")}


@contextmanager
def alone() -> Iterator[None]:
    """Two `make` at once on a fresh clone: the second waits and finds all done."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "venv.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def call(*command: str | Path) -> bool:
    """Run a command; whether it went well."""
    environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    # Without compiled files WeasyPrint alone takes seconds to import, at every start.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return (
        subprocess.run([str(part) for part in command], cwd=ROOT, env=environment).returncode == 0
    )


def works(*command: str | Path) -> bool:
    """Whether a command is there and ends well; it says nothing."""
    return subprocess.run([str(part) for part in command], capture_output=True).returncode == 0


def with_uv(extra: str) -> bool:
    """The quick way: some ten seconds. False when uv is missing or does not get through."""
    uv = shutil.which("uv")
    if not uv or not works(uv, "--version"):
        return False
    if not PYTHON.exists() and not call(uv, "venv", "--quiet", "--python", sys.executable, VENV):
        return False
    arguments = ("--quiet", "--compile-bytecode", "--constraints", "constraints.txt")
    done = call(uv, "pip", "install", "--python", PYTHON, *arguments, "--editable", package(extra))
    if not done:
        print("uv did not get through; now with pip.")
    return done


def with_pip(extra: str) -> bool:
    """The plain way: a minute or two."""
    if not PYTHON.exists() and not _plain_venv():
        return False
    arguments = ("--quiet", "--constraint", "constraints.txt", "--editable", package(extra))
    if works(PYTHON, "-m", "pip", "--version"):
        return call(PYTHON, "-m", "pip", "install", *arguments)
    return call(sys.executable, "-m", "pip", "--python", PYTHON, "install", *arguments)


def _plain_venv() -> bool:
    if find_spec("ensurepip"):
        return call(sys.executable, "-m", "venv", VENV)
    return call(sys.executable, "-m", "venv", "--without-pip", VENV)  # Debian packs it apart


def package(extra: str) -> str:
    """This project as pip and uv name it."""
    return ".[dev]" if extra == "dev" else "."


def build(extra: str) -> None:
    """Make or complete the environment, or say what is missing."""
    print("Building the environment in .venv (a minute or two with pip, seconds with uv) …")
    STAMP.unlink(missing_ok=True)
    if VENV.exists() and not (PYTHON.exists() and works(PYTHON, "-c", "pass")):
        shutil.rmtree(VENV)  # half built, or moved here from elsewhere
    if not (with_uv(extra) or with_pip(extra)):
        sys.exit(
            "The environment could not be built (see above). On Debian and Ubuntu this often "
            "means: apt install python3-venv python3-pip"
        )
    STAMP.write_text(wanted(extra), encoding="utf-8")


def main() -> None:
    """Bring .venv up to what was asked for."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"Tuoke needs Python 3.11 or newer; this is {sys.version.split()[0]}. "
            "Name another one: make PYTHON=python3.11 run"
        )
    extra = sys.argv[1]
    if is_ready(extra):
        return
    with alone():
        if not is_ready(extra):
            build(extra)


if __name__ == "__main__":
    main()
