"""Migration operations of the house: periods of one row's kind that never overlap (K1)."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from core.operations import SchemaOnly

_POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_overlap",
    "ALTER TABLE {table} ADD CONSTRAINT {table}_overlap EXCLUDE USING gist "
    "({by} WITH =, daterange(starts_on, ends_on, '{bounds}') WITH &&)",
)
_SQLITE = """
    CREATE TRIGGER {table}_overlap_{verb} BEFORE {verb} ON {table}
    WHEN EXISTS (
        SELECT 1 FROM {table} AS other
        WHERE other.{by} = NEW.{by} AND other.id IS NOT NEW.id
        AND other.starts_on {before} COALESCE(NEW.ends_on, '9999-12-31')
        AND COALESCE(other.ends_on, '9999-12-31') {after} NEW.starts_on
        AND COALESCE(NEW.ends_on, '9999-12-31') {after} NEW.starts_on
        AND COALESCE(other.ends_on, '9999-12-31') {after} other.starts_on
    )
    BEGIN SELECT RAISE(ABORT, '{table}_overlap'); END
"""


class NoOverlap(SchemaOnly):
    """Refuse two rows of one `by` whose starts_on–ends_on overlap; `last_included` as it says.

    PostgreSQL has an exclusion constraint. SQLite has none, so two triggers say the same; Django
    makes a table anew to alter it there and triggers go with the old one, so a migration that
    alters the table repeats this operation with `again`: as its last, and as its first for the way
    back, on which the rule is put up once more and not taken down.
    """

    def __init__(self, table: str, by: str, *, last_included: bool, again: bool = False) -> None:
        self.table, self.by, self.last_included, self.again = table, by, last_included, again

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How a squashed migration writes it."""
        given = {"last_included": self.last_included, "again": self.again}
        return type(self).__name__, [self.table, self.by], given

    def put_up(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Put the rule into the database; once more does no harm."""
        given = {"table": self.table, "by": self.by}
        if schema_editor.connection.vendor == "postgresql":
            bounds = "[]" if self.last_included else "[)"
            for statement in _POSTGRES:
                schema_editor.execute(statement.format(**given, bounds=bounds), params=None)
            return
        before, after = ("<=", ">=") if self.last_included else ("<", ">")
        self._remove(schema_editor)
        for verb in ("INSERT", "UPDATE"):
            statement = _SQLITE.format(**given, verb=verb, before=before, after=after)
            schema_editor.execute(statement, params=None)

    def take_down(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Take it out again; what was only repeated stays."""
        if self.again:
            self.put_up(schema_editor)
        else:
            self._remove(schema_editor)

    def _remove(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            drop = f"ALTER TABLE {self.table} DROP CONSTRAINT IF EXISTS {self.table}_overlap"
            schema_editor.execute(drop, params=None)
            return
        for verb in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_overlap_{verb}")

    def describe(self) -> str:
        """What `migrate --plan` prints."""
        return f"Let no two periods of one {self.by} overlap in {self.table}"
