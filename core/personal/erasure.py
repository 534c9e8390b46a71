"""Erasing one person: the preview, and the deed, both from the declarations (L1, ADR 092)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Field, Model
from django.utils.text import capfirst

from core.files import attachment_remove
from core.personal.footprint import Footprint, footprint
from core.personal.labels import label_of
from core.personal.looking import NOTHING_CHOSEN, Chosen, doubtful_files
from core.personal.registry import (
    BLANK,
    ERASED,
    MASK,
    NAME,
    Holding,
    Keep,
    Person,
    Redo,
    Text,
    Treatment,
    all_holdings,
    told_in_order,
)
from core.personal.telling import shown
from core.personal.words import Mention, finders, fitting, masked


@dataclass(frozen=True)
class Line:
    """One kind of row in the preview: how many, what goes of them, why the rest stays."""

    label: Text
    rows: int
    goes: list[Text]
    deleted: bool
    reason: Text = ""
    until: date | None = None


@dataclass(frozen=True)
class Preview:
    """What an erasure would do."""

    lines: list[Line]
    mentions: list[tuple[Text, int]]
    files: int
    sealed: bool
    doubtful: int = 0  # words and files somebody has still to look through


def preview(person: Person, *, words: bool = True, chosen: Chosen = NOTHING_CHOSEN) -> Preview:
    """Everything that would go, everything that must stay and why. Changes nothing."""
    found = footprint(person, words=words)
    lines = [_line(holding, found.of(holding)) for holding in told_in_order()]
    going = [*found.mentioned, *chosen.mentions(found)]
    counts = Counter(str(mention.holding.heading) for mention in going)
    files = doubtful_files(person) if words else []
    return Preview(
        [line for line in lines if line.rows],
        [(label, count) for label, count in sorted(counts.items())],
        len(found.files) + len(chosen.attachments(files)),
        found.person.sealed,
        chosen.unseen(found, files) if words else 0,
    )


def _line(holding: Holding, rows: list[Any]) -> Line:
    goes: list[Text] = [
        capfirst(str(label_of(holding.table._meta.get_field(name))))
        for name, rule in holding.fields.items()
        if not isinstance(rule, Keep) and shown(holding, name)
    ]
    return Line(
        holding.heading,
        len(rows),
        [] if holding.delete else list(dict.fromkeys(goes)),
        holding.delete,
        holding.kept.reason if holding.kept else "",
        holding.kept_until(rows),
    )


@transaction.atomic
def erase(person: Person, *, by: Any, chosen: Chosen = NOTHING_CHOSEN) -> Footprint:
    """Make the person unreadable in every table and file. Cannot be taken back.

    The caller holds the person's lock, has asked whether it may be, and records it. Of the
    doubtful files and words those go that somebody has `chosen`.
    """
    found = footprint(person)
    looked = chosen.attachments(doubtful_files(person)) if chosen.files else []
    for kept in (*found.files, *looked):
        attachment_remove(attachment_id=kept.pk, by=by)
    for holding in all_holdings():
        for row in found.rows.get(holding.model, []):
            if holding.delete:
                row.delete()
            else:
                _treat(holding, row, found.person)
        if holding.about:
            _point_nowhere(holding, found)
    for mention in (*found.mentioned, *chosen.mentions(found)):
        _unmention(mention)
    return found


def _treat(holding: Holding, row: Model, person: Person) -> None:
    changes = {}
    for name, rule in holding.fields.items():
        now = _made(row, name, rule, person)
        if now != getattr(row, name):
            changes[name] = now
    _write(row, changes)


def _made(row: Model, name: str, rule: Any, person: Person) -> Any:
    """What stands in the field afterwards."""
    was = getattr(row, name)
    if isinstance(rule, Keep):
        return was
    made = rule.value(row, person) if isinstance(rule, Redo) else was
    if rule == NAME:
        return person.erased_name
    if rule == MASK:
        return ERASED if was else was
    if rule == BLANK:
        return _empty(row._meta.get_field(name))
    return _masked(row, name, made, person)


def _masked(row: Model, name: str, value: Any, person: Person) -> Any:
    find = finders(person).near
    return fitting(row, name, masked(value, find)) if find and value is not None else value


def _empty(field: "Field[Any, Any] | Any") -> Any:
    if field.null:
        return None
    if field.get_internal_type() == "JSONField":
        return field.get_default() if field.has_default() else {}
    return False if field.get_internal_type() == "BooleanField" else ""


def _point_nowhere(holding: Holding, found: Footprint) -> None:
    """Words about the person's own records go as a whole; where the law keeps them, the names."""
    stay = {
        other.table._meta.label_lower for other in all_holdings() if other.files_stay or other.kept
    }
    gone = {kept.pk for kept in found.files} if holding.model == "core.Attachment" else set()
    for row in found.pointing.get(holding.model, []):
        if row.pk in gone:
            continue
        if holding.delete:
            row.delete()
            continue
        whole = getattr(row, "subject_type", "") not in stay
        changes = {}
        for name, rule in holding.fields.items():
            was = getattr(row, name)
            text = isinstance(rule, Treatment) and isinstance(was, str) and was != ""
            now = ERASED if whole and text else _masked(row, name, was, found.person)
            if now != was:
                changes[name] = now
        _write(row, changes)


def _unmention(mention: Mention) -> None:
    row = mention.row
    if mention.holding.delete:
        row.delete()
        return
    changes = {
        name: fitting(row, name, masked(getattr(row, name), mention.find))
        for name in mention.fields
    }
    _write(row, changes)


def _write(row: Model, changes: dict[str, Any]) -> None:
    """Past `save()`: a closed row lets words become *** and nothing else (core.operations)."""
    if changes:
        type(row)._base_manager.filter(pk=row.pk).update(**changes)
