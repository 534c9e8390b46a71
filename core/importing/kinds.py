"""What can be imported: a kind names its columns, checks a row and writes it (U9)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.money import exact
from core.text import fold_width

Text = str | Promise


class Outcome(StrEnum):
    """What writing a row came to."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def plain_text(text: str) -> str:
    """The text itself."""
    return text


@dataclass(frozen=True)
class Column:
    """A field a row may fill. `parse` raises ValueError or DomainError for what it is not.

    A column of the file is this one if its heading is the label in either language, the name, or
    one of `aliases`.
    """

    name: str
    label: Text
    parse: Callable[[str], Any] = plain_text
    required: bool = False
    aliases: tuple[str, ...] = ()
    help: Text = ""

    @cached_property
    def headings(self) -> frozenset[str]:
        """Every heading that means this column, as `heading` writes it."""
        labels = [self.name, *self.aliases]
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                labels.append(str(self.label))
        return frozenset(map(heading, labels))


class ImportKind:
    """Base of a kind; a subclass names its columns and writes a row through its app's services."""

    name: str
    label: Text
    ability: str
    columns: tuple[Column, ...]
    help: Text = ""
    # Personal data must say lawfully where it comes from (L1).
    needs_source = False

    def check(self, values: dict[str, Any], *, by: Any) -> None:
        """DomainError, with a column's name as its field, for a row that cannot be imported."""

    def key(self, values: dict[str, Any]) -> str:
        """What tells rows of one file apart; "" for a row that has nothing to be told by."""
        return ""

    def write(self, values: dict[str, Any], *, by: Any, source: str) -> Outcome:
        """Write one row, found again by its natural key, so that twice is as good as once."""
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


def heading(text: str) -> str:
    """A heading without what people decorate it with: case, width, spaces, stars, colons."""
    folded = fold_width(text).casefold()
    return "".join(sign for sign in folded if sign not in " *:_\t\n")


def guess(columns: Iterable[Column], head: list[str]) -> dict[str, int]:
    """Which column of the file is which field, as far as the headings tell."""
    found = {heading(text): number for number, text in reversed(list(enumerate(head)))}
    return {
        column.name: min(found[text] for text in column.headings & found.keys())
        for column in columns
        if column.headings & found.keys()
    }


# --- parsers for columns ------------------------------------------------------------------


def whole(text: str) -> int:
    """A whole number, 1,200 also."""
    number = amount(text)
    if number != number.to_integral_value():
        raise DomainError(_("This is not a whole number."))
    return int(number)


def amount(text: str) -> Decimal:
    """A number as it is written."""
    try:
        return exact(fold_width(text).replace("¥", "").replace("元", ""))
    except ValueError:
        raise DomainError(_("This is not a number.")) from None


def day(text: str) -> date:
    """2008-05-15, 2008/5/15, 2008.5.15 or 2008年5月15日."""
    folded = fold_width(text).split(" ")[0].rstrip("日")
    for sign in "年月/.":
        folded = folded.replace(sign, "-")
    try:
        year, month, day_of_month = map(int, folded.split("-"))
        return date(year, month, day_of_month)
    except ValueError:
        raise DomainError(_("This is not a date. Write it as 2008-05-15.")) from None
