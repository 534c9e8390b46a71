"""Rows whose column is among very many values, asked with one parameter.

`key__in=values` writes a placeholder a value: ten thousand of them take longer to write and to read
than the database takes to answer, and databases set a limit. Here the whole list is one array:

    Likeness.objects.filter(among("key", keys))
"""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, Expression, F
from django.db.models.sql.compiler import SQLCompiler

# What PostgreSQL calls a list of such values; of text never the column's own type, which has a
# length: a longer value would be cut and found.
_ARRAYS: dict[type, str] = {int: "bigint[]", str: "text[]"}
_UNPACKED = " IN (SELECT value FROM json_each(%s))"

Sql = tuple[str, tuple[Any, ...]]


def among(name: str, values: Iterable[int] | Iterable[str]) -> "Among":
    """The condition that the field `name` is one of `values`: whole numbers or texts, no others.

    TypeError for anything else, None and a mixture included.
    """
    return Among(name, list(values))


class Among(Expression):
    """A column and the list of values it may have; an index on the column answers."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, name: str, values: list[Any]) -> None:
        super().__init__()
        self.column: Any = F(name)
        self.values = values
        self.array = _array_of(values)

    def get_source_expressions(self) -> list[Any]:
        """The column alone: the values are no expressions."""
        return [self.column]

    def set_source_expressions(self, exprs: Any) -> None:
        """The column as the query resolved it."""
        (self.column,) = exprs

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Sql:
        """As SQLite reads it: the list is JSON, unpacked by the database."""
        sql, params = self._column(compiler)
        return sql + _UNPACKED, (*params, json.dumps(self.values, ensure_ascii=False))

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> Sql:
        """An array of its type, so that an index is compared with the like."""
        sql, params = self._column(compiler)
        return f"{sql} = ANY(%s::{self.array})", (*params, self.values)

    def _column(self, compiler: SQLCompiler) -> Sql:
        """The column; with no value nothing is found, and the database need not be asked."""
        if not self.values:
            raise EmptyResultSet
        sql, params = compiler.compile(self.column)
        return sql, tuple(params)


def _array_of(values: list[Any]) -> str:
    kinds = set(map(type, values)) or {int}
    if len(kinds) > 1 or kinds - _ARRAYS.keys():
        names = ", ".join(sorted(kind.__name__ for kind in kinds))
        raise TypeError(f"Ask for whole numbers alone or for texts alone, not for {names}.")
    return _ARRAYS[kinds.pop()]
