"""Emptying tables, those that only grow too: after a test that committed, and for nothing else.

The triggers themselves know no exception. Only the owner of the tables, which the tests are and
the application in service is not, can take them off.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

KEPT = {"django_content_type", "auth_permission", "django_migrations"}  # filled by `migrate`


def empty() -> None:
    """Delete what a test that committed has left, from the tables that have rows.

    Django's own flush truncates every table and makes all permissions anew: seconds each time.
    """
    names = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
    filled = "SELECT '{0}' WHERE EXISTS (SELECT 1 FROM \"{0}\")"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(filled.format(name) for name in sorted(names)))
        deletes = [f'DELETE FROM "{name}"' for (name,) in cursor.fetchall()]  # noqa: S608 - our own
    if connection.vendor == "postgresql":  # as who copies tables: no trigger, no reference asks
        with transaction.atomic():
            _run(["SET LOCAL session_replication_role = replica", *deletes])
    else:
        with lifted(), connection.constraint_checks_disabled():
            _run(deletes)


@contextmanager
def lifted() -> Iterator[None]:
    """Within it, append-only tables can be changed and emptied."""
    back = _off_postgresql() if connection.vendor == "postgresql" else _off_sqlite()
    try:
        yield
    finally:
        _run(back)


def _off_postgresql() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgname LIKE relname || '_append_only%' AND tgenabled <> 'D' ORDER BY 1, 2"
        )
        triggers = cursor.fetchall()
    alter = 'ALTER TABLE "{1}" {0} TRIGGER "{2}"'
    _run([alter.format("DISABLE", *trigger) for trigger in triggers])
    return [alter.format("ENABLE", *trigger) for trigger in triggers]


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
    if connection.vendor == "postgresql":
        connection.check_constraints()  # a table with checks that wait cannot be altered
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
