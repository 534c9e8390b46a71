"""What the policy pages show: what holds today, what is planned, and every change before."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from core.models import PolicyRow
from core.policies.kinds import Kind, all_kinds
from core.policies.services import from_row
from core.policies.values import NOTHING, Slot, as_values, slots, write_one
from core.text import listed


class Standing(StrEnum):
    """How a row stands to a day."""

    PLANNED = "planned"
    IN_FORCE = "in_force"
    PAST = "past"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Shown:
    """One value for people: label, help, one line or several."""

    label: str | Promise
    help: str | Promise
    lines: list[str]
    unit: str | Promise = ""


@dataclass(frozen=True)
class Overview:
    """One policy in the list. `since` None: the figures Tuoke came with."""

    kind: Kind
    values: list[Shown]
    since: date | None
    next: date | None


@dataclass(frozen=True)
class Entry:
    """One row of the history with what it changed, as (label, before, after)."""

    row: PolicyRow
    standing: Standing
    changes: list[tuple[str | Promise, str, str]]


def overview(user: Any, day: date) -> list[Overview]:
    """Every policy with what holds on `day`; one query."""
    rows = PolicyRow.objects.live().filter(project_id=None).order_by("kind", "-valid_from")
    by_kind = {name: list(found) for name, found in groupby(rows, lambda row: row.kind)}
    return [_overview(kind, by_kind.get(kind.name, []), day) for kind in all_kinds()]


def _overview(kind: Kind, rows: list[PolicyRow], day: date) -> Overview:
    present = next((row for row in rows if row.valid_from <= day), None)
    coming = [row.valid_from for row in rows if row.valid_from > day]
    values = from_row(kind.cls, present) if present else kind.cls()
    return Overview(
        kind,
        shown(values),
        present.valid_from if present else None,
        min(coming, default=None),
    )


def shown(values: Any) -> list[Shown]:
    """The values of a policy, each with its label."""
    return [
        Shown(
            slot.label,
            slot.metadata.get("help", ""),
            _lines(slot, getattr(values, slot.name)),
            slot.metadata.get("unit", ""),
        )
        for slot in slots(type(values))
    ]


def _lines(slot: Slot, value: Any) -> list[str]:
    if not slot.many:
        return [_text(slot, value)]
    return [str(item) if slot.nested else _text(slot, item) for item in value] or [NOTHING]


def _text(slot: Slot, value: Any) -> str:
    if written := slot.metadata.get("written"):
        return str(written(value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int | Decimal):
        return f"{value:,}"
    choices = dict(slot.metadata.get("choices", ()))
    return str(choices[value]) if value in choices else write_one(slot, value)


def history(kind: Kind, user: Any, day: date) -> list[Entry]:
    """Every row `user` may see, the newest day first."""
    rows = list(
        PolicyRow.objects.visible_to(user)
        .filter(kind=kind.name)
        .select_related("created_by")
        .order_by("valid_from", "created_at", "pk")
    )
    entries: list[Entry] = []
    for project in dict.fromkeys(row.project_id for row in rows):
        entries += _line_of_rows(kind, [row for row in rows if row.project_id == project], day)
    return sorted(entries, key=lambda entry: (entry.row.valid_from, entry.row.pk), reverse=True)


def _line_of_rows(kind: Kind, rows: list[PolicyRow], day: date) -> list[Entry]:
    """The rows of one scope, oldest first, each against what held before it."""
    begun = [row.pk for row in rows if row.withdrawn_at is None and row.valid_from <= day]
    before = kind.cls()
    entries = []
    for row in rows:
        values = from_row(kind.cls, row)
        entries.append(Entry(row, _standing(row, day, begun[-1:]), differences(before, values)))
        if row.withdrawn_at is None:
            before = values
    return entries


def _standing(row: PolicyRow, day: date, present: list[int]) -> Standing:
    if row.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if row.valid_from > day:
        return Standing.PLANNED
    return Standing.IN_FORCE if row.pk in present else Standing.PAST


def differences(before: Any, after: Any) -> list[tuple[str | Promise, str, str]]:
    """The values that differ, as (label, before, after)."""
    old, new = as_values(before), as_values(after)
    return [
        (
            slot.label,
            listed(_lines(slot, old[slot.name])),
            listed(_lines(slot, new[slot.name])),
        )
        for slot in slots(type(after))
        if old[slot.name] != new[slot.name]
    ]
