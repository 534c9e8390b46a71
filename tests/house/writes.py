"""What a request left behind in the database, seen statement by statement.

Counting rows would miss a changed one; this follows the savepoints and keeps what was not rolled
back. Sessions do not count: each request touches its own.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

CHANGES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")
# The session's own time, and the lockout's book of attempts.
ASIDE = re.compile(r'"?(django_session|axes_\w+)"?')


@dataclass
class Writes:
    """The statements that changed something and still stand; `open` has a list a savepoint."""

    open: list[tuple[str, list[str]]] = field(default_factory=lambda: [("", [])])

    @property
    def kept(self) -> list[str]:
        """All of them."""
        return [sql for _, statements in self.open for sql in statements]

    def see(self, sql: str) -> None:
        """One statement, before it runs."""
        words = sql.split(None, 4)
        if words[0] == "SAVEPOINT":
            self.open.append((words[1], []))
        elif words[:2] == ["ROLLBACK", "TO"]:
            self._rolled_back_to(words[3])
        elif words[0] == "RELEASE":
            self._released(words[2])
        elif words[0] in CHANGES and not ASIDE.search(" ".join(words[:4])):
            self.open[-1][1].append(sql)

    def _rolled_back_to(self, name: str) -> None:
        while self.open[-1][0] != name:
            self.open.pop()
        self.open[-1][1].clear()

    def _released(self, name: str) -> None:
        done: list[str] = []
        while self.open[-1][0] != name:
            done = self.open.pop()[1] + done
        done = self.open.pop()[1] + done
        self.open[-1][1].extend(done)


@contextmanager
def watched() -> Iterator[Writes]:
    """Follow every statement inside."""
    writes = Writes()

    def look(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        writes.see(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(look):
        yield writes


@contextmanager
def undone() -> Iterator[Writes]:
    """Watch what happens inside, then take it back: the next request finds the world as it was."""
    block: Any = transaction.atomic()
    block._from_testcase = True  # so that a durable block may open inside
    with block:
        try:
            with watched() as writes:
                yield writes
        finally:
            transaction.set_rollback(True)
