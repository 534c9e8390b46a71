"""Emptying tables that only grow: for the flush after a test that committed, and for nothing else.

The triggers themselves know no exception. Only the owner of the tables, which the tests are and
the application in service is not, can take them off.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from core.operations import guarded_tables


@contextmanager
def lifted() -> Iterator[None]:
    """Within it, append-only tables can be changed and emptied."""
    back = _off_postgresql() if connection.vendor == "postgresql" else _off_sqlite()
    try:
        yield
    finally:
        _run(back)


def _off_postgresql() -> list[str]:
    tables = sorted(guarded_tables(connection))
    alter = 'ALTER TABLE "{0}" {1} TRIGGER "{0}_append_only"'
    _run([alter.format(table, "DISABLE") for table in tables])
    return [alter.format(table, "ENABLE") for table in tables]


def _off_sqlite() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = 'trigger' AND name LIKE '%_append_only_%'"
        )
        triggers = cursor.fetchall()
    _run([f'DROP TRIGGER "{name}"' for name, _ in triggers])
    return [sql for _, sql in triggers]


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
