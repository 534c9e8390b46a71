"""What can be imported: a kind names its columns, plans a row and writes many (U9)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Model
from django.http import Http404

from core.errors import DomainError
from core.importing.columns import Column, Text

Values = dict[str, Any]


class Outcome(StrEnum):
    """What writing a row comes to."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass
class Plan:
    """What is to become of one row: `target` is the record there is, None for a new one.

    `changes` are {field: (was, now)} of the record there is, in the order people read them.
    """

    number: int
    values: Values
    target: Model | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    facts: Values = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        """Created, updated or unchanged."""
        if self.target is None:
            return Outcome.CREATED
        return Outcome.UPDATED if self.changes else Outcome.UNCHANGED

    def shown(self) -> list[list[str]]:
        """The changes as the page shows them: [[field, was, now], …]."""
        return [[name, said(was), said(now)] for name, (was, now) in self.changes.items()]


@dataclass(frozen=True)
class Alike:
    """A record there is, or another row of the file, that a new row may mean: said to its reader.

    `say` is asked once in each language. `url` leads to the record; it is empty where the person
    may not open it, and where there is none (`record` is false): only rows of the file are alike.
    """

    say: Callable[[], str]
    url: str = ""
    record: bool = True


@dataclass(frozen=True)
class Wrote:
    """One record that was made or changed for row `number`; `was` and `now` of what it wrote."""

    number: int
    record: Model
    made: bool
    was: Mapping[str, Any] = field(default_factory=dict)
    now: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Undo:
    """How the records of one model are taken back, through its app's services.

    `remove(ids=…, by=…)` takes away made ones, `set_back(rows=[(id, {field: value})], by=…)` puts
    back what stood there. `own` names the models (labels) whose rows come and go with a record and
    so do not count as built on it.
    """

    model: type[Model]
    remove: Callable[..., Any]
    set_back: Callable[..., Any]
    own: frozenset[str] = frozenset()


class ImportKind:
    """Base of a kind; a subclass names its columns and writes rows through its app's services."""

    name: str
    label: Text
    ability: str
    columns: tuple[Column, ...]
    help: Text = ""
    # Personal data must say lawfully where it comes from (L1).
    needs_source = False
    # What is taken back first comes first: children before parents.
    undo: tuple[Undo, ...] = ()

    def known(self, rows: Sequence[Values], *, by: Any) -> Any:
        """What these rows need of the database, in a constant number of queries."""
        return None

    def key(self, values: Values) -> str:
        """What tells rows of one file apart; "" for a row that has nothing to be told by."""
        return ""

    def plan(self, number: int, values: Values, known: Any) -> Plan:
        """What would become of the row.

        DomainError, with a column's name as its field, for a row that cannot be imported.
        """
        raise NotImplementedError

    def memory(self) -> Any:
        """What `alike` keeps of one file from one thousand rows to the next."""
        return None

    def alike(self, plans: Sequence[Plan], *, by: Any, memory: Any) -> Mapping[int, Alike]:
        """Records there are, and earlier rows, that new rows may mean, by the row's number.

        A few questions in all. Asked for the preview alone: it is a hint, and the person says what
        becomes of such rows.
        """
        return {}

    def told(self, refusals: Sequence[DomainError], ways: Sequence[str], *, by: Any) -> None:
        """Called with what the preview tells, in the transaction that keeps it: to record it.

        `ways` lead to the records that new rows may mean, "" to one the person may not open.
        """

    def write(self, plans: Sequence[Plan], *, by: Any, batch: Any) -> list[Wrote]:
        """Write new and changed rows, found again by their natural key: twice is once."""
        raise NotImplementedError


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> ImportKind:
    """Declare a kind; called from AppConfig.ready()."""
    _kinds[kind.name] = kind
    return kind


def kinds_for(user: Any) -> list[ImportKind]:
    """What this person may import."""
    return [kind for kind in _kinds.values() if user.has_perm(kind.ability)]


def kind_named(name: str) -> ImportKind:
    """The kind of this name, or 404."""
    if name not in _kinds:
        raise Http404
    return _kinds[name]


def differences(record: Model, facts: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What the filled-in facts would change; an empty cell changes nothing."""
    return {
        name: (was, value)
        for name, value in facts.items()
        if value not in (None, "") and (was := getattr(record, name)) != value
    }


def said(value: Any) -> str:
    """A value as the preview shows it."""
    if isinstance(value, bool):
        return "✓" if value else "×"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def kept(value: Any) -> Any:
    """A value as JSON keeps it, so that it can be compared and put back."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return value


def kept_of(record: Model, name: str) -> Any:
    """The value of a record's field as it is kept."""
    field_of: Any = record._meta.get_field(name)
    return kept(getattr(record, field_of.attname))


def put_back(record: Model, name: str, value: Any) -> None:
    """Set a record's field to a kept value."""
    field_of: Any = record._meta.get_field(name)
    target = field_of.target_field if field_of.is_relation else field_of
    setattr(record, field_of.attname, target.to_python(value))
