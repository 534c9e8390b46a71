"""How far the worker is with a file, told beside its transaction; and the wish to stop.

Nobody sees into a transaction that is not committed. On PostgreSQL the worker tells it over a
second connection, whose advisory lock also says that the file is in hand; it falls with the
worker. SQLite has one writer, so a small file beside the uploads tells it, and a lock on that file
is the sign: with SQLite all processes stand on one machine (docs/adr/088).
"""

import fcntl
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.utils.translation import gettext_lazy as _

from core.models import ImportProgress

_CLASS = 20_080_515  # of our advisory locks


class Stopped(Exception):
    """Somebody asked to stop: roll back."""


@dataclass(frozen=True)
class Progress:
    """What is being done, how many rows of how many."""

    phase: str = ""
    done: int = 0
    total: int = 0
    stop: bool = False

    @property
    def percent(self) -> int | None:
        """None where nobody knows how much there is to do."""
        return min(100 * self.done // self.total, 100) if self.total else None

    @property
    def said(self) -> str:
        """The same in a sentence."""
        figures = {"done": f"{self.done:,}", "total": f"{self.total:,}"}
        return str(_("It is being stopped …") if self.stop else _SAID[self.phase] % figures)


_SAID = {
    "": _("It begins in a moment."),
    "reading": _("Reading the file: %(done)s rows so far."),
    "checking": _("Checking: %(done)s of %(total)s rows."),
    "writing": _("Importing: %(done)s of %(total)s rows."),
    "undoing": _("Undoing: %(done)s of %(total)s records."),
}


class Desk(Protocol):
    """Where the work tells how far it is."""

    def say(self, phase: str, done: int, total: int) -> None:
        """Tell it; raises Stopped where somebody asked to."""


class Quiet:
    """For what is done while a person waits."""

    def say(self, phase: str, done: int, total: int) -> None:
        """Nobody looks."""


@contextmanager
def at_work(batch_id: int) -> Iterator[Desk | None]:
    """Take the file in hand; None where another process has it."""
    kind = _Connected if connection.vendor == "postgresql" else _Filed
    desk = kind(batch_id)
    try:
        yield desk if desk.take() else None
    finally:
        desk.give_back()


def ask_stop(batch_id: int) -> None:
    """Tell the worker to stop; it looks after every thousand rows."""
    if connection.vendor == "postgresql":
        ImportProgress.objects.filter(batch=batch_id).update(stop=True)
    else:
        _stop_file(batch_id).parent.mkdir(parents=True, exist_ok=True)
        _stop_file(batch_id).touch()


def progress_of(batch_id: int) -> Progress:
    """How far it is."""
    return progress_of_many([batch_id])[batch_id]


def progress_of_many(batch_ids: Collection[int]) -> dict[int, Progress]:
    """How far each is, in one question at most."""
    found = dict.fromkeys(batch_ids, Progress())
    if connection.vendor == "postgresql":
        for row in ImportProgress.objects.filter(batch__in=batch_ids) if batch_ids else ():
            found[row.batch_id] = Progress(row.phase, row.done, row.total, row.stop)
        return found
    for key in batch_ids:
        with suppress(OSError, ValueError):
            told = json.loads(_file(key).read_text())
            found[key] = Progress(**told, stop=_stop_file(key).exists())
    return found


def forget(batch_id: int) -> None:
    """Nothing is left to tell."""
    for path in (_file(batch_id), _stop_file(batch_id)):
        path.unlink(missing_ok=True)


class _Connected:
    """A second connection to PostgreSQL, each statement by itself."""

    _TELL = (
        "UPDATE core_importprogress SET phase = %s, done = %s, total = %s WHERE batch_id = %s "
        "RETURNING stop"
    )

    def __init__(self, batch_id: int) -> None:
        self.batch_id = batch_id
        self.taken = False
        self.line: Any = connections.create_connection(DEFAULT_DB_ALIAS)

    def take(self) -> bool:
        self.taken = bool(self._ask("SELECT pg_try_advisory_lock(%s, %s)", _CLASS, self.batch_id))
        return self.taken

    def say(self, phase: str, done: int, total: int) -> None:
        if self._ask(self._TELL, phase, done, total, self.batch_id):
            raise Stopped

    def give_back(self) -> None:
        if self.taken:
            self._ask(
                "UPDATE core_importprogress SET phase = '', stop = false WHERE batch_id = %s "
                "RETURNING stop",
                self.batch_id,
            )
        self.line.close()

    def _ask(self, sql: str, *values: Any) -> Any:
        with self.line.cursor() as cursor:
            cursor.execute(sql, values)
            row = cursor.fetchone()
        return row[0] if row else None


class _Filed:
    """A file, locked while somebody works."""

    def __init__(self, batch_id: int) -> None:
        self.batch_id = batch_id
        self.taken = False
        _file(batch_id).parent.mkdir(parents=True, exist_ok=True)
        self.line = _file(batch_id).open("a+", encoding="utf-8")

    def take(self) -> bool:
        with suppress(BlockingIOError):
            fcntl.flock(self.line, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.taken = True
        return self.taken

    def say(self, phase: str, done: int, total: int) -> None:
        self._write({"phase": phase, "done": done, "total": total})
        if _stop_file(self.batch_id).exists():
            raise Stopped

    def give_back(self) -> None:
        if self.taken:
            self._write({"phase": "", "done": 0, "total": 0})
            _stop_file(self.batch_id).unlink(missing_ok=True)
        self.line.close()

    def _write(self, told: dict[str, Any]) -> None:
        self.line.seek(0)
        self.line.truncate()
        self.line.write(json.dumps(told))
        self.line.flush()


def _file(batch_id: int) -> Path:
    return Path(settings.MEDIA_ROOT) / "importing" / f"{batch_id}.json"


def _stop_file(batch_id: int) -> Path:
    return _file(batch_id).with_suffix(".stop")
