"""Secrets of the local mode: made once, kept in `var/secrets/`, never in the code.

In service every secret comes from the environment and this module is not asked.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

SECRETS = Path(__file__).resolve().parent.parent / "var" / "secrets"


def local_secret(name: str, make: Callable[[], str]) -> str:
    """The secret kept under `name`; the first process to ask makes it.

    Web, worker and beat start together on a fresh clone. Each writes its own proposal to a
    private file and links it to the final name, which only one of them can do, so all read the
    same complete value.
    """
    path = SECRETS / name
    if not path.exists():
        _propose(path, make())
    return path.read_text(encoding="utf-8")


def _propose(path: Path, value: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(value)
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its secret is the one
    finally:
        os.unlink(draft)
