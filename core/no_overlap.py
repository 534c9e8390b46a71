"""Migration operations of the house: periods of one row's kind that never overlap (K1)."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

_POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
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


class NoOverlap(Operation):
    """Refuse two rows of one `by` whose starts_on–ends_on overlap; `last_included` as it says.

    PostgreSQL has an exclusion constraint. SQLite has none, so two triggers say the same; Django
    makes a table anew to alter it there and triggers go with the old one, so a migration that
    alters the table repeats this operation.
    """

    reversible = True

    def __init__(self, table: str, by: str, *, last_included: bool) -> None:
        self.table, self.by, self.last_included = table, by, last_included

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How a squashed migration writes it."""
        return type(self).__name__, [self.table, self.by], {"last_included": self.last_included}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models do not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Put the rule into the database."""
        if schema_editor.connection.vendor == "postgresql":
            bounds = "[]" if self.last_included else "[)"
            for statement in _POSTGRES:
                schema_editor.execute(
                    statement.format(table=self.table, by=self.by, bounds=bounds), params=None
                )
            return
        before, after = ("<=", ">=") if self.last_included else ("<", ">")
        for verb in ("INSERT", "UPDATE"):
            schema_editor.execute(
                _SQLITE.format(table=self.table, by=self.by, verb=verb, before=before, after=after),
                params=None,
            )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """Take it out again."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {self.table} DROP CONSTRAINT {self.table}_overlap")
            return
        for verb in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER {self.table}_overlap_{verb}")

    def describe(self) -> str:
        """What `migrate --plan` prints."""
        return f"Let no two periods of one {self.by} overlap in {self.table}"
