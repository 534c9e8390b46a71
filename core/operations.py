"""Migration operations of the house: tables that only grow (L3), and words masked in them (L1).

The trigger of `AppendOnly` knows no exception. Who owns the table may take it off by hand; the
role the application runs under owns nothing (docs/adr/013-audit-trail.md).
"""

from collections.abc import Sequence
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


# A *** in the new words stands for anything in the old: so words can be masked, never altered.
_MASK_ONLY = """
CREATE OR REPLACE FUNCTION tuoke_mask_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    word text; was text; now text;
BEGIN
    IF to_jsonb(NEW) - TG_ARGV <> to_jsonb(OLD) - TG_ARGV THEN
        RAISE EXCEPTION '% only grows: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = '23001';
    END IF;
    FOREACH word IN ARRAY TG_ARGV LOOP
        was := to_jsonb(OLD) ->> word; now := to_jsonb(NEW) ->> word;
        IF now IS DISTINCT FROM was AND NOT was LIKE replace(replace(replace(replace(
            now, '!', '!!'), '%', '!%'), '_', '!_'), '***', '%') ESCAPE '!' THEN
            RAISE EXCEPTION '% only grows: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = '23001';
        END IF;
    END LOOP;
    RETURN NEW;
END $$
"""


class SchemaOnly(Operation):
    """What the database gets that models know nothing of: put up, and taken down again."""

    reversible = True

    def put_up(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Bring it into the database."""
        raise NotImplementedError

    def take_down(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Take it out again."""
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models do not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Put it up."""
        self.put_up(schema_editor)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Take it down."""
        self.take_down(schema_editor)


class AppendOnly(SchemaOnly):
    """Refuse UPDATE, DELETE and (PostgreSQL) TRUNCATE on `table`.

    SQLite builds a table anew when a column is altered and forgets its triggers: repeat the
    operation after such a migration. The invariant `append_only` finds a table that lost them.
    """

    def __init__(self, table: str) -> None:
        self.table = table

    def put_up(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Put the triggers up; once more does no harm."""
        for statement in _install(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)

    def take_down(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Take the triggers off."""
        for statement in _remove(schema_editor.connection.vendor, self.table):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """What `migrate --plan` prints."""
        return f"Let {self.table} only grow"


class MaskOnly(AppendOnly):
    """On a table that only grows: words of `columns` may become ***, nothing else may change.

    For free text in which a person may be named: an erasure masks them there (L1).
    """

    def __init__(self, table: str, *columns: str) -> None:
        super().__init__(table)
        self.columns = columns

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """As it is written into a migration."""
        return type(self).__qualname__, [self.table, *self.columns], {}

    def put_up(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """In the place of the trigger that refuses every UPDATE."""
        connection = schema_editor.connection
        for statement in _mask_only(connection, self.table, self.columns):
            schema_editor.execute(statement, params=None)

    def take_down(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Back to no exception."""
        vendor = schema_editor.connection.vendor
        for statement in [*_remove(vendor, self.table), *_install(vendor, self.table)]:
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """What `migrate --plan` prints."""
        return f"Let words of {self.table} be masked"


def guarded_tables(connection: BaseDatabaseWrapper) -> set[str]:
    """The tables whose triggers are in place and awake."""
    query = (
        "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE tgname LIKE relname || '_append_only%' AND tgenabled <> 'D' "
        # UPDATE (16), DELETE (8) and TRUNCATE (32), in one trigger or in two.
        "GROUP BY relname HAVING bit_or(tgtype::int) & 56 = 56"
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


def _mask_only(connection: BaseDatabaseWrapper, table: str, words: Sequence[str]) -> list[str]:
    if connection.vendor == "postgresql":
        named = ", ".join(f"'{word}'" for word in words)
        return [
            _MASK_ONLY,
            *_remove("postgresql", table),
            f'CREATE TRIGGER "{table}{_SUFFIX}" BEFORE DELETE OR TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION tuoke_append_only()",
            f'CREATE TRIGGER "{table}{_SUFFIX}_update" BEFORE UPDATE ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION tuoke_mask_only({named})",
        ]
    changed = " OR ".join(_changed(connection, table, words))
    return [
        f'DROP TRIGGER IF EXISTS "{table}{_SUFFIX}_update"',
        f'CREATE TRIGGER "{table}{_SUFFIX}_update" BEFORE UPDATE ON "{table}" WHEN {changed} '
        f"BEGIN SELECT RAISE(ABORT, '{table} only grows: UPDATE refused'); END",
    ]


def _changed(connection: BaseDatabaseWrapper, table: str, words: Sequence[str]) -> list[str]:
    """For SQLite: what must not be true of any column."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, table)
    tests = [f'NEW."{c.name}" IS NOT OLD."{c.name}"' for c in found if c.name not in words]
    for word in words:
        pattern = f'NEW."{word}"'
        for sign, into in (("!", "!!"), ("%", "!%"), ("_", "!_"), ("***", "%")):
            pattern = f"replace({pattern}, '{sign}', '{into}')"
        tests.append(f"NOT OLD.\"{word}\" LIKE {pattern} ESCAPE '!'")
    return tests


def _remove(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f'DROP TRIGGER IF EXISTS "{table}{_SUFFIX}{more}" ON "{table}"'
            for more in ("", "_update")
        ]
    return [f'DROP TRIGGER IF EXISTS "{table}{_SUFFIX}_{verb}"' for verb in ("update", "delete")]
