"""Migration operations of the house: search in the middle of a text, by PostgreSQL's trigrams.

SQLite runs without: it is for trying Tuoke out, not for a hundred thousand units.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from core.operations import SchemaOnly


class TrigramIndex(SchemaOnly):
    """A GIN index with gin_trgm_ops on one column (named <table>_<column>_trgm)."""

    def __init__(self, table: str, column: str) -> None:
        self.table, self.column = table, column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How a squashed migration writes it."""
        return type(self).__name__, [self.table, self.column], {}

    def put_up(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Make the index."""
        if schema_editor.connection.vendor != "postgresql":
            return
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            f"CREATE INDEX {self.table}_{self.column}_trgm ON {self.table} "
            f"USING gin ({self.column} gin_trgm_ops)"
        )
        # With the usual hundred samples PostgreSQL guesses at random how many rows a piece of a
        # name fits, and for a rare one may walk the sorted list instead of asking this index.
        schema_editor.execute(
            f"ALTER TABLE {self.table} ALTER COLUMN {self.column} SET STATISTICS 1000"
        )

    def take_down(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Drop it."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX {self.table}_{self.column}_trgm")

    def describe(self) -> str:
        """What `migrate --plan` prints."""
        return f"Search in the middle of {self.table}.{self.column}"
