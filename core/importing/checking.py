"""From the rows of a file to what would become of each: read, mapped, planned."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import Any, TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.export import unescaped
from core.importing.columns import Column, guess, heading
from core.importing.kinds import Alike, ImportKind, Outcome, Plan, Values
from core.models import ImportBatch, ImportMapping
from core.sentences import Told, in_each

CHUNK = 1_000
LONGEST_CELL = 2_000
HEAD_AMONG = 10  # the headings are looked for in the first rows

Item = TypeVar("Item")
Raw = tuple[int, list[str]]
Errors = list[tuple[str, str]]
Faults = list[tuple[str, Told]]


class BadRow(Exception):
    """Why a row cannot be imported, as [(column name or "", reason), …]."""

    def __init__(self, errors: Errors) -> None:
        super().__init__(errors)
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Hint:
    """What a row may mean, said in every language, with the way there; "" where it is closed.

    `record` is false where it is another row of the file alone.
    """

    said: Told
    url: str
    record: bool


@dataclass(slots=True)
class Earlier:
    """What is known of the rows above: the first row of each key, and what the kind remembers."""

    memory: Any
    seen: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Checked:
    """One row after the check: what is kept of it, and no more, for a file has 100,000.

    A bad row has no `outcome`; `hint` is said of a row that may mean a record there is or what an
    earlier row means.
    """

    number: int
    cells: list[str]
    faults: Faults = field(default_factory=list)
    outcome: str = ""
    changes: list[list[str]] = field(default_factory=list)
    hint: Hint | None = None
    refusal: DomainError | None = None

    @property
    def bad(self) -> bool:
        """Whether it cannot be imported."""
        return not self.outcome


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """The items, so many at once."""
    left = iter(items)
    while chunk := list(islice(left, size)):
        yield chunk


# --- headings -----------------------------------------------------------------------------


def head_among(rows: Sequence[Raw], kind: ImportKind) -> Raw:
    """The row that names the columns: of the first few the one that is understood best."""
    return max(rows[:HEAD_AMONG], key=lambda row: (len(guess(kind.columns, row[1])), -row[0]))


def headings_key(head: list[str]) -> str:
    """What a set of headings is remembered by."""
    return sha256("\n".join(map(heading, head)).encode()).hexdigest()


def mapping_for(kind: ImportKind, head: list[str], by: Any) -> dict[str, int]:
    """As this person said it last for such a file, else as the headings tell."""
    kept = ImportMapping.objects.filter(user=by, kind=kind.name, headings=headings_key(head))
    said: dict[str, int] | None = kept.values_list("mapping", flat=True).first()
    return guess(kind.columns, head) if said is None else said


# --- rows ---------------------------------------------------------------------------------


def check_rows(
    batch: ImportBatch, kind: ImportKind, rows: Iterable[Raw]
) -> Iterator[list[Checked]]:
    """The rows below the headings, a chunk at a time, each planned or with its errors."""
    missing = [
        column.name
        for column in kind.columns
        if column.required and batch.mapping.get(column.name) is None
    ]
    told = in_each(lambda: _("The file has no column for this."))
    earlier = Earlier(kind.memory())
    for chunk in chunks(rows):
        if missing:
            faults = [(name, told) for name in missing]
            yield [Checked(number, cells, faults) for number, cells in chunk]
        else:
            yield _check_chunk(batch, kind, chunk, earlier)


def _check_chunk(
    batch: ImportBatch, kind: ImportKind, chunk: list[Raw], earlier: Earlier
) -> list[Checked]:
    found, read = [], []
    for number, cells in chunk:
        row = Checked(number, cells)
        found.append(row)
        try:
            read.append((row, row_values(kind, batch.mapping, cells)))
        except BadRow as bad:
            row.faults = faults(partial(row_values, kind, batch.mapping, cells), bad)
    known = kind.known([values for _row, values in read], by=batch.created_by)
    plans = [_planned(row, values, kind, known, earlier.seen) for row, values in read]
    new = [plan for plan in plans if plan is not None and plan.outcome == Outcome.CREATED]
    alike = kind.alike(new, by=batch.created_by, memory=earlier.memory) if new else {}
    hints = _hints(alike)
    for row in found:
        row.hint = hints.get(row.number)
    return found


def _planned(
    row: Checked, values: Values, kind: ImportKind, known: Any, seen: dict[str, int]
) -> Plan | None:
    """What would become of a row, noted in it; None for a bad one."""
    try:
        plan = kind.plan(row.number, values, known)
    except DomainError as refusal:
        row.refusal = refusal.with_traceback(None)  # which holds all that was looked up
        row.faults = faults(partial(kind.plan, row.number, values, known), refusal)
        return None
    key = kind.key(values)
    if key and (first := seen.setdefault(key, row.number)) != row.number:
        again = in_each(lambda: _("The same as row %(row)d of this file.") % {"row": first})
        row.faults = [("", again)]
        return None
    row.outcome, row.changes = plan.outcome, plan.shown()
    return plan


def _hints(alike: Mapping[int, Alike]) -> dict[int, Hint]:
    """What rows may mean, said of all of them at once: a language is a dear thing to change."""
    told = in_each(lambda: {number: one.say() for number, one in alike.items()})
    return {
        number: Hint({code: said[number] for code, said in told.items()}, one.url, one.record)
        for number, one in alike.items()
    }


def faults(look: Callable[[], Any], refusal: BadRow | DomainError) -> Faults:
    """Why a row is refused, each reason in every language; `refusal` says it in the reader's.

    `look` is what refused it, asked again for the other languages.
    """
    told = in_each(partial(_errors, look), {get_language() or "": _told(refusal)})
    return [
        (name, {code: errors[place][1] for code, errors in told.items()})
        for place, (name, _why) in enumerate(next(iter(told.values())))
    ]


def _errors(look: Callable[[], Any]) -> Errors:
    try:
        look()
    except (BadRow, DomainError) as refusal:
        return _told(refusal)
    return []


def _told(refusal: BadRow | DomainError) -> Errors:
    if isinstance(refusal, BadRow):
        return refusal.errors
    return [(refusal.field or "", str(refusal))]


def row_values(kind: ImportKind, mapping: dict[str, int], cells: list[str]) -> Values:
    """The values of one row by column name; empty cells are left out. Raises BadRow."""
    values: Values = {}
    errors: Errors = []
    for column in kind.columns:
        place = mapping.get(column.name)
        text = unescaped(cells[place].strip()) if place is not None and place < len(cells) else ""
        try:
            value = _value(column, text)
        except DomainError as refusal:
            errors.append((column.name, str(refusal)))
        except ValueError:
            errors.append((column.name, _("This cannot be read.")))
        else:
            if value is not None:
                values[column.name] = value
    if errors:
        raise BadRow(errors)
    return values


def _value(column: Column, text: str) -> Any:
    if len(text) > LONGEST_CELL:
        raise DomainError(_("This is too long: at most 2,000 characters fit."))
    if text.startswith("="):
        raise DomainError(_("This is a formula. Put its result into the cell."))
    if text:
        return column.parse(text)
    if column.required:
        raise DomainError(_("This must be filled in."))
    return None
