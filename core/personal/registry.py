"""The declarations: which rows are a person's, what each field becomes, what the law keeps."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = str | Promise

ERASED_NAME = "Erased person #"  # with the person's key behind it
ERASED = "***"  # what stands where words were; a trigger lets nothing else into a closed row


def shown_name(stored: str) -> str:
    """A stored name as it is read: that of an erased person in the reader's language."""
    number = stored.removeprefix(ERASED_NAME)
    if number == stored or not number.isdecimal():
        return stored
    return _("Erased person #%(number)d") % {"number": int(number)}


class Treatment(StrEnum):
    """What erasure makes of a field of a row that is the person's."""

    BLANK = "blank"  # empty, none, no
    NAME = "name"  # "Erased person #12"
    MASK = "mask"  # *** as a whole, where something must stand
    WORDS = "words"  # only the person's name and numbers in it become ***


BLANK, NAME, MASK, WORDS = Treatment.BLANK, Treatment.NAME, Treatment.MASK, Treatment.WORDS


@dataclass(frozen=True)
class Kept:
    """Why a whole row outlives the person: the law's reason and how long it asks for.

    `sealed`: who the person was is asked for, too, and is kept encrypted beside.
    """

    reason: Text
    years: int
    sealed: bool = False

    def until(self, day: date) -> date:
        """The last day for a row of `day`."""
        return full_years(day, self.years)


def full_years(day: date, years: int) -> date:
    """Years are counted from the end of the one of `day` (accounting archives, 2015, 15)."""
    return date(day.year + years, 12, 31)


@dataclass(frozen=True)
class Keep:
    """A field that stays as it is, and why nobody reads the person out of it."""

    why: str


@dataclass(frozen=True)
class Redo:
    """A field made anew: `value(row, person)`."""

    value: Callable[[Any, "Person"], Any]


Rule = Treatment | Keep | Redo


@dataclass(frozen=True)
class Person:
    """Who is looked for: the key, and every spelling by which words may name them.

    `also` are the keys of old records that became part of theirs; `rare` says that nobody else on
    record bears the name. `called` are names that only people near them use: a nickname, a title.
    """

    key: int
    names: tuple[str, ...] = ()
    mobiles: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    also: tuple[int, ...] = ()
    rare: bool = False
    called: tuple[str, ...] = ()
    sealed: bool = False  # rows are kept that ask for the identity (see `Kept`)

    @property
    def keys(self) -> tuple[int, ...]:
        """Every record of theirs."""
        return (self.key, *self.also)

    @property
    def erased_name(self) -> str:
        """What stands in the place of the name."""
        return f"{ERASED_NAME}{self.key}"


@dataclass(frozen=True)
class Holding:
    """One model with a person in it.

    `path` leads from a row to the person's key: "contact", "purchase__contact"; `path_too` is the
    other way there, where a row knows two people. "" means that the rows belong to nobody, but
    words in them may name somebody. `about` is "subject" for rows that point by type and key
    (files, state changes), "url" for those that lead to a record's page.

    `fields` says what becomes of each, `plain` are texts no person stands in, `who` those by which
    a row's own person is known and never another, `secret` those the report does not spell out.
    `delete` takes the whole row away, also where words name the person. `own` rows are wholly the
    person's: files and notifications go with them. `kept` rows stay, and with `files_stay` their
    papers.
    `unit` leads to the client unit, `part_of` to a row of another model, within which a short name
    is looked for. `touched` is the day of a dealing with the person (retention counts from it);
    the law's years count from it as well, or from `since`; `ends` is a row's own last day.
    """

    model: str
    path: str = ""
    path_too: str = ""
    label: Text = ""
    fields: Mapping[str, Rule] = field(default_factory=dict)
    plain: Iterable[str] = ()
    who: Iterable[str] = ()
    secret: Iterable[str] = ()
    about: str = ""
    delete: bool = False
    own: bool = True
    kept: Kept | None = None
    files_stay: bool = False
    unit: str = ""
    part_of: str = ""
    touched: str = ""
    since: str = ""
    ends: str = ""

    def last_day(self, rows: Iterable[Any]) -> date | None:
        """The newest day from which the law's years count."""
        days = [getattr(row, self.since or self.touched) for row in rows]
        local = [timezone.localdate(day) if isinstance(day, datetime) else day for day in days]
        return max(filter(None, local), default=None)

    def kept_until(self, rows: Iterable[Any]) -> date | None:
        """Until which day the law asks for these rows at least; None if it does not."""
        if self.ends:
            return max((getattr(row, self.ends) for row in rows), default=None)
        last = self.last_day(rows) if self.kept else None
        return self.kept.until(last) if self.kept and last else None

    @property
    def paths(self) -> list[str]:
        """Every way from a row to a person."""
        return [path for path in (self.path, self.path_too) if path]

    @property
    def table(self) -> type[Model]:
        """The model itself."""
        return apps.get_model(self.model)

    @property
    def heading(self) -> Text:
        """What people call the rows."""
        return self.label or self.table._meta.verbose_name_plural or self.model

    def words(self) -> list[str]:
        """The text fields in which somebody may be named, also somebody else."""
        return [
            name
            for name, rule in self.fields.items()
            if isinstance(rule, Treatment) and name not in self.who and _is_text(self.table, name)
        ]


@dataclass(frozen=True)
class Nothing:
    """A model without any customer in it, and why one may be sure."""

    model: str
    why: str
    plain: Iterable[str] = ()


_holdings: dict[str, Holding] = {}
_nothings: dict[str, Nothing] = {}


def declare(holding: Holding) -> Holding:
    """Say how a model holds persons; the order of declaring is the order of the report."""
    _holdings[holding.model] = holding
    return holding


def nothing(model: str, why: str, *, plain: Iterable[str] = ()) -> None:
    """Say that a model holds no customer; `plain` names its text fields."""
    _nothings[model] = Nothing(model, why, tuple(plain))


def all_holdings() -> list[Holding]:
    """Every model with persons in it."""
    return list(_holdings.values())


def told_in_order() -> list[Holding]:
    """As a reader wants it: the person, what is theirs, then what points at those rows."""
    return sorted(all_holdings(), key=lambda one: (one.path != "pk", not one.path))


def person_table() -> type[Model]:
    """The model whose rows are the people."""
    return next(holding.table for holding in _holdings.values() if holding.path == "pk")


def all_nothings() -> list[Nothing]:
    """Every model without."""
    return list(_nothings.values())


def holding_of(model: type[Model]) -> Holding | None:
    """The declaration of a model, None where it holds nobody."""
    return _holdings.get(model._meta.label)


def _is_text(table: type[Model], name: str) -> bool:
    kind = table._meta.get_field(name).get_internal_type()
    return kind in {"CharField", "TextField", "JSONField", "SlugField"}
