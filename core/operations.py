"""Migration operations of the house: tables that only grow (L3).

The trigger knows no exception. Who owns the table may take it off by hand; the role the
application runs under owns nothing (docs/adr/013-audit-trail.md).
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

_SUFFIX = "_append_only"

# 23001 (restrict_violation) reaches Django as IntegrityError, just as SQLite's ABORT does.
_REFUSE = """
CREATE OR REPLACE FUNCTION tuoke_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = '23001';
END $$
"""


class AppendOnly(Operation):
    """Refuse UPDATE, DELETE and (PostgreSQL) TRUNCATE on `table`.

    SQLite builds a table anew when a column is altered and forgets its triggers: repeat the
    operation after such a migration. The invariant `append_only` finds a table that lost them.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models do not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Put the triggers up; once more does no harm."""
        for statement in _install(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Take the triggers off."""
        for statement in _remove(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """What `migrate --plan` prints."""
        return f"Let {self.table} only grow"


def guarded_tables(connection: BaseDatabaseWrapper) -> set[str]:
    """The tables whose triggers are in place and awake."""
    query = (
        "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE tgname = relname || '_append_only' AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' "
        "AND name LIKE '%_append_only_%' GROUP BY tbl_name HAVING count(*) = 2"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {table for (table,) in cursor.fetchall()}


def _install(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            _REFUSE,
            *_remove(vendor, table),
            f'CREATE TRIGGER "{table}{_SUFFIX}" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION tuoke_append_only()",
        ]
    return [
        f'CREATE TRIGGER IF NOT EXISTS "{table}{_SUFFIX}_{verb.lower()}" '
        f'BEFORE {verb} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table} only grows: {verb} refused'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def _remove(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [f'DROP TRIGGER IF EXISTS "{table}{_SUFFIX}" ON "{table}"']
    return [f'DROP TRIGGER IF EXISTS "{table}{_SUFFIX}_{verb}"' for verb in ("update", "delete")]
