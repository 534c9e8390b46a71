"""Snapshots: plain values by name, the same for the same thing, and what differs between two."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Line:
    """One entry as it is shown; `before` is None where nothing stood approved."""

    label: str | Promise
    before: str | None
    now: str

    @property
    def changed(self) -> bool:
        """Whether it differs from what stood before."""
        return self.before is not None and self.before != self.now


def plain(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON keeps it; money and days as text."""
    return {name: _plain(value) for name, value in snapshot.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return plain(value)
    return value if value is None or isinstance(value, bool | int) else str(value)


def lines(
    now: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    labels: Mapping[str, str | Promise],
) -> list[Line]:
    """Every entry of both, in the order of the newer one."""
    names = list(now) + [name for name in before or {} if name not in now]
    return [
        Line(
            labels.get(name, name.replace("_", " ")),
            None if before is None else text(before.get(name)),
            text(now.get(name)),
        )
        for name in names
    ]


def text(value: Any) -> str:
    """A kept value for people."""
    if value is None or value == "":
        return "–"
    if isinstance(value, list):
        return "\n".join(text(item) for item in value) or "–"
    if isinstance(value, dict):
        return " · ".join(f"{name}: {text(item)}" for name, item in value.items())
    return str(value)
