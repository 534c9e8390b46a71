"""A policy's values as they are kept (JSON), written (text lines) and read back exactly.

Known types: Decimal, int, bool, date, time, str, each also as `… | None`, and tuples of them or of
small frozen dataclasses ("tiers"), which are written one a line: "9 × 0.98".
"""

import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.money import exact

NOTHING = "–"


@dataclass(frozen=True)
class Slot:
    """One field of a policy or tier: `type` without None or tuple around it."""

    name: str
    type: Any
    optional: bool
    many: bool
    metadata: Mapping[str, Any]

    @property
    def nested(self) -> bool:
        """Whether each item is a small dataclass of its own."""
        return is_dataclass(self.type)

    @property
    def label(self) -> str | Promise:
        """What people call it; the bare name where nobody said."""
        label: str | Promise = self.metadata.get("label", self.name.replace("_", " "))
        return label


def slots(cls: Any) -> tuple[Slot, ...]:
    """The fields of a dataclass in their order, types taken apart."""
    return _slots(cls)


@cache
def _slots(cls: Any) -> tuple[Slot, ...]:
    hints = typing.get_type_hints(cls)
    return tuple(
        _slot(field.name, hints[field.name], field.metadata) for field in fields(cls) if field.init
    )


def _slot(name: str, hint: Any, metadata: Mapping[str, Any]) -> Slot:
    optional = many = False
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        (hint,) = (arg for arg in typing.get_args(hint) if arg is not type(None))
        optional = True
    if typing.get_origin(hint) is tuple:
        hint, many = typing.get_args(hint)[0], True
    if not is_dataclass(hint) and hint not in _SCALARS:
        raise TypeError(f"a policy cannot keep {name}: {hint}")
    return Slot(name, hint, optional, many, metadata)


def _truth(text: str) -> bool:
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[
        text.lower()
    ]


def _whole(text: str) -> int:
    number = exact(text)
    if number != number.to_integral_value():
        raise ValueError("not a whole number")
    return int(number)


# type -> how a text is read (ValueError or KeyError for what it is not) and written
_SCALARS: dict[Any, tuple[Callable[[str], Any], Callable[[Any], str]]] = {
    Decimal: (exact, lambda value: f"{value:f}"),
    int: (_whole, str),
    bool: (_truth, lambda value: "true" if value else "false"),
    date: (date.fromisoformat, lambda value: value.isoformat()),
    time: (time.fromisoformat, lambda value: value.strftime("%H:%M")),
    str: (str, str),
}


# --- kept ---------------------------------------------------------------------------------


def pack(cls: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `cls` for a JSON column; Decimal, date and time as text."""
    return {slot.name: _pack(slot, values[slot.name]) for slot in slots(cls)}


def _pack(slot: Slot, value: Any) -> Any:
    if slot.many:
        return [_pack_one(slot, item) for item in value]
    return _pack_one(slot, value)


def _pack_one(slot: Slot, value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if slot.nested:
        return pack(slot.type, as_values(value))
    return write_one(slot, value)


def as_values(instance: Any) -> dict[str, Any]:
    """The fields of one instance, as they are."""
    return {slot.name: getattr(instance, slot.name) for slot in slots(type(instance))}


def unpack(cls: Any, kept: Mapping[str, Any]) -> dict[str, Any]:
    """What `pack` kept; a field that came later is left out, so the class's default holds."""
    return {slot.name: _unpack(slot, kept[slot.name]) for slot in slots(cls) if slot.name in kept}


def _unpack(slot: Slot, kept: Any) -> Any:
    if slot.many:
        return tuple(_unpack_one(slot, item) for item in kept)
    return _unpack_one(slot, kept)


def _unpack_one(slot: Slot, kept: Any) -> Any:
    if slot.nested:
        return slot.type(**unpack(slot.type, kept))
    if isinstance(kept, str):
        return _SCALARS[slot.type][0](kept)
    return kept


# --- written ------------------------------------------------------------------------------


def write(slot: Slot, value: Any) -> str:
    """The value as text that `read_lines` takes back; a tuple one line an item."""
    if slot.many:
        return "\n".join(_write_item(slot, item) for item in value)
    return write_one(slot, value)


def write_one(slot: Slot, value: Any) -> str:
    """A single value as text; None is a dash."""
    return NOTHING if value is None else _SCALARS[slot.type][1](value)


def _write_item(slot: Slot, item: Any) -> str:
    if not slot.nested:
        return write_one(slot, item)
    return " × ".join(write_one(inner, getattr(item, inner.name)) for inner in slots(slot.type))


def line_hint(slot: Slot) -> str:
    """How one line is written: "homes × multiplier"."""
    parts = slots(slot.type) if slot.nested else (slot,)
    return " × ".join(str(part.label) for part in parts)


def read_lines(slot: Slot, text: str) -> tuple[Any, ...]:
    """The items of a tuple field, one a line, empty lines left out. DomainError names the line."""
    return tuple(
        _read_line(slot, number, line.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    )


def _read_line(slot: Slot, number: int, line: str) -> Any:
    inner = slots(slot.type) if slot.nested else (slot,)
    parts = _parts(line) if len(inner) > 1 else [line]
    try:
        if len(parts) != len(inner):
            raise ValueError("another number of parts")
        read = [_read_one(part, text) for part, text in zip(inner, parts, strict=True)]
    except (ValueError, KeyError):
        raise DomainError(
            _("Line %(number)d, “%(line)s”, cannot be read. Write it as %(form)s.")
            % {"number": number, "line": line[:60], "form": line_hint(slot)},
            field=slot.name,
        ) from None
    return slot.type(*read) if slot.nested else read[0]


def _parts(line: str) -> list[str]:
    """Cut at ×, or what people type for it; a comma only last, as it also groups thousands."""
    for cut in (r"[×✕*]|(?<![A-Za-z])[xX](?![A-Za-z])", r"[;；|→]", r"\s+", r"[,，]"):
        parts = re.split(cut, line)
        if len(parts) > 1:
            return [part.strip() for part in parts]
    return [line]


def _read_one(slot: Slot, text: str) -> Any:
    if text in {NOTHING, "-", ""}:
        if slot.optional:
            return None
        raise ValueError("nothing where something must be")
    return _within(slot, _SCALARS[slot.type][0](text))


def _within(slot: Slot, value: Any) -> Any:
    """Numbers keep the bounds their field names; without any they may not be negative."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        low, high = bounds(slot)
        if (low is not None and value < low) or (high is not None and value > high):
            raise ValueError("out of bounds")
    return value


def bounds(slot: Slot) -> tuple[Any, Any]:
    """Least and greatest number allowed; None is no bound, and the least is 0 unless told."""
    return slot.metadata.get("min", 0), slot.metadata.get("max")
