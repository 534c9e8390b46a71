"""The columns of a kind: their headings in every language, and how a cell is read."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.money import exact
from core.text import fold_width

Text = str | Promise

_TRUE = frozenset({"yes", "y", "true", "1", "是", "有", "√", "✓"})
_FALSE = frozenset({"no", "n", "false", "0", "否", "无", "×"})
_SERIAL = re.compile(r"[1-9]\d{4}")


def plain_text(text: str) -> str:
    """The text itself."""
    return text


@dataclass(frozen=True)
class Column:
    """A field a row may fill. `parse` raises ValueError or DomainError for what it is not.

    A column of the file is this one if its heading is the label in either language, the name, or
    one of `aliases`. `examples` are the cells of the example file.
    """

    name: str
    label: Text
    parse: Callable[[str], Any] = plain_text
    required: bool = False
    aliases: tuple[str, ...] = ()
    help: Text = ""
    examples: tuple[str, ...] = ()

    @cached_property
    def headings(self) -> frozenset[str]:
        """Every heading that means this column, as `heading` writes it."""
        labels = [self.name, *self.aliases]
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                labels.append(str(self.label))
        return frozenset(map(heading, labels))


def of_field(
    model: type[models.Model],
    name: str,
    *,
    aliases: tuple[str, ...] = (),
    examples: tuple[str, ...] = (),
    required: bool = False,
) -> Column:
    """The column of a model's field: its label, and what the field takes."""
    field: Any = model._meta.get_field(name)
    label = field.verbose_name
    return Column(name, label, _parser(field), required, aliases, field.help_text, examples)


def _parser(field: Any) -> Callable[[str], Any]:
    """Reads a cell as the field's type, within the field's own limits."""
    read = next((read for kind, read in _READERS if isinstance(field, kind)), plain_text)

    def parse(text: str) -> Any:
        value = read(text)
        try:
            field.run_validators(value)
        except ValidationError as error:
            raise DomainError(" ".join(error.messages)) from None
        return value

    return parse


def heading(text: str) -> str:
    """A heading without what people decorate it with: case, width, spaces, stars, colons, units."""
    folded = re.sub(r"\(.*?\)", "", fold_width(text)).casefold()
    return "".join(sign for sign in folded if sign not in " *:_\t\n\r'")


def guess(columns: Iterable[Column], head: list[str]) -> dict[str, int]:
    """Which column of the file is which field, as far as the headings tell."""
    found = {heading(text): number for number, text in reversed(list(enumerate(head)))}
    found.pop("", None)
    mapping: dict[str, int] = {}
    for column in columns:
        places = {found[text] for text in column.headings & found.keys()}
        free = places - set(mapping.values())
        if free:
            mapping[column.name] = min(free)
    return mapping


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
        return exact(fold_width(text).replace("¥", "").replace("元", "").replace("㎡", "").strip())
    except ValueError:
        raise DomainError(_("This is not a number.")) from None


def day(text: str) -> date:
    """2008-05-15, 2008/5/15, 2008.5.15 or 2008年5月15日."""
    folded = fold_width(text).split(" ")[0].rstrip("日")
    for sign in "年月/.":
        folded = folded.replace(sign, "-")
    if _SERIAL.fullmatch(folded):
        raise DomainError(_("This is a number, not a date. Format the column as a date."))
    try:
        year, month, day_of_month = map(int, folded.split("-"))
        return date(year, month, day_of_month)
    except ValueError:
        raise DomainError(_("This is not a date. Write it as 2008-05-15.")) from None


def yes(text: str) -> bool:
    """Yes or no, 是 or 否."""
    said = fold_width(text).casefold().strip()
    if said in _TRUE | _FALSE:
        return said in _TRUE
    raise DomainError(_("Write yes or no."))


_READERS: tuple[tuple[type[models.Field[Any, Any]], Callable[[str], Any]], ...] = (
    (models.BooleanField, yes),
    (models.DateField, day),
    (models.DecimalField, amount),
    (models.IntegerField, whole),
)
