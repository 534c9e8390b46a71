"""A long list's rows as lines of a file, until they are put together: numbers and dates stay."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage

_READ: dict[str, Any] = {
    "number": Decimal,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
}


def packed(row: list[Any]) -> bytes:
    """A row as a line."""
    return json.dumps(row, default=_named, ensure_ascii=False).encode() + b"\n"


def rows_of(parts: Iterable[str]) -> Iterator[list[Any]]:
    """The rows of the stored parts, one by one."""
    for name in parts:
        with default_storage.open(name) as lines:
            for line in lines:
                yield json.loads(line, object_hook=_value)


def _named(value: object) -> dict[str, str] | str:
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return str(value)


def _value(named: dict[str, str]) -> Any:
    ((kind, text),) = named.items()
    return _READ[kind](text)
