"""Lists: django-tables2 declares columns and sorts; the rows are written lean, in one pass.

A list of 25 rows through django-tables2's own template costs three times the bare query, so a
column here is asked for its cell directly. The same columns make the table, the cards of a
telephone (each cell carries its heading) and the export.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.http import QueryDict
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from core.templatetags import tuoke as write

NOTHING = write.NOTHING


class Column(tables.Column):
    """A column that writes its own cell. `css` is put on the cell, e.g. "num"."""

    css = ""

    def __init__(self, *args: Any, css: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.css = css or self.css

    def get(self, record: Any) -> Any:
        """The value, None where a link of the path is missing."""
        value = record
        for step in self.path:
            value = getattr(value, step, None)
            if value is None:
                return None
        return value() if callable(value) else value

    @property
    def path(self) -> list[str]:
        """The steps from the record to the value."""
        if self._path is None:
            # "unit__name" and "unit.name" are two steps, "__str__" is one.
            self._path = re.split(r"\.|(?<=[^_])__(?=[^_])", str(self.accessor))
        return self._path

    _path: list[str] | None = None

    def cell(self, record: Any) -> str:
        """The cell's HTML; plain text is escaped by the caller."""
        value = self.get(record)
        return NOTHING if value in (None, "") else str(value)

    def plain(self, record: Any) -> Any:
        """The value for an export."""
        value = self.get(record)
        return value if isinstance(value, int | Decimal | date | datetime) else str(value or "")


class LinkColumn(Column):
    """The record's name, leading to its page (or that of what `to` names)."""

    def __init__(self, *args: Any, to: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to = to

    def cell(self, record: Any) -> str:
        """A link with the value as its text."""
        text = super().cell(record)
        target = getattr(record, self.to) if self.to else record
        if target is None:
            return text
        return mark_safe(f'<a href="{target.get_absolute_url()}">{escape(text)}</a>')  # noqa: S308


class PhoneColumn(Column):
    """A telephone number to tap."""

    css = "num"

    def cell(self, record: Any) -> str:
        """A link that dials; what is dialled has no spaces."""
        text = super().cell(record)
        if text == NOTHING:
            return text
        dialled = "".join(sign for sign in text if sign.isdigit() or sign in "+*#")
        return mark_safe(f'<a href="tel:{escape(dialled)}">{escape(text)}</a>')  # noqa: S308


class NumberColumn(Column):
    """A whole number, grouped."""

    css = "num"

    def cell(self, record: Any) -> str:
        """12,000."""
        value = self.get(record)
        return NOTHING if value is None else f"{value:,}"


class MoneyColumn(Column):
    """Yuan with two decimals."""

    css = "num"

    def cell(self, record: Any) -> str:
        """424,496.80."""
        return write.yuan(self.get(record))


class DayColumn(Column):
    """A date."""

    css = "day"

    def cell(self, record: Any) -> str:
        """2008-05-15."""
        return write.day(self.get(record))


class MomentColumn(Column):
    """A day with its time."""

    css = "day"

    def cell(self, record: Any) -> str:
        """2008-05-15 08:00."""
        return write.moment(self.get(record))


class ChoiceColumn(Column):
    """A choice by its label."""

    def cell(self, record: Any) -> str:
        """The label in the user's language."""
        return str(getattr(record, f"get_{self.path[-1]}_display")() or NOTHING)

    def plain(self, record: Any) -> Any:
        """The label as well."""
        return self.cell(record)


class PillColumn(ChoiceColumn):
    """A choice as a coloured pill; `css` of the pill is the value."""

    def cell(self, record: Any) -> str:
        """The pill."""
        value = self.get(record)
        if not value:
            return NOTHING
        label = escape(super().cell(record))
        return mark_safe(f'<span class="pill pill-{escape(value)}">{label}</span>')  # noqa: S308

    def plain(self, record: Any) -> Any:
        """The label alone."""
        return super().cell(record)


@dataclass(frozen=True)
class Heading:
    """A column's heading; `direction` is "asc", "desc" or ""."""

    label: str
    sort_url: str
    direction: str
    css: str


class Table(tables.Table):
    """Declared columns over a queryset; `Meta.order_by` is the order at first."""

    def ordered(self) -> Any:
        """The sorted queryset with the key as last tie-break, so that equal rows never jump."""
        queryset = self.data.data
        order = list(queryset.query.order_by) or list(queryset.model._meta.ordering)
        if not {"pk", "-pk", "id", "-id"} & set(order):
            order.append("pk")
        return queryset.order_by(*order)

    def head(self, params: QueryDict) -> list[Heading]:
        """The headings with the addresses that sort by them."""
        return [self._heading(column, params) for column in self.columns.iterall()]

    def _heading(self, column: Any, params: QueryDict) -> Heading:
        css = getattr(column.column, "css", "")
        if not column.orderable:
            return Heading(_label(column), "", "", css)
        alias = column.order_by_alias
        direction = ("desc" if alias.is_descending else "asc") if column.is_ordered else ""
        wanted = params.copy()
        wanted["sort"] = str(alias.next)
        wanted.pop("page", None)
        return Heading(_label(column), f"?{wanted.urlencode()}", direction, css)

    def body(self, records: Iterable[Any], tick: str = "") -> SafeString:
        """The rows as HTML; `tick` (its label) puts a box into each row's first cell."""
        columns = [(column.column, _label(column)) for column in self.columns.iterall()]
        cells = [
            (c, _opening(label, c.css), _opening(label, f"{c.css} nothing")) for c, label in columns
        ]
        rows = ("<tr>" + "".join(_cells(cells, row, tick)) + "</tr>" for row in records)
        return mark_safe("".join(rows))  # noqa: S308 - every cell was escaped

    def sheet(self, records: Iterable[Any]) -> tuple[list[str], Iterator[list[Any]]]:
        """Headings and plain rows for an export."""
        columns = list(self.columns.iterall())
        head = [_label(column) for column in columns]
        return head, ([c.column.plain(row) for c in columns] for row in records)


def _label(column: Any) -> str:
    return str(capfirst(str(column.header)))


def _opening(label: str, css: str) -> str:
    return f'<td data-label="{escape(label)}"' + (f' class="{css}">' if css else ">")


def _cells(cells: list[tuple[Any, str, str]], record: Any, tick: str) -> Iterator[str]:
    """The row's cells; those without a value are told apart, as a telephone leaves them out."""
    for place, (column, td, without) in enumerate(cells):
        said = column.cell(record)
        box = _box(record, tick, column) if tick and not place else ""
        opening = without if said == NOTHING and place else td
        yield f"{opening}{box}{conditional_escape(said)}</td>"


def _box(record: Any, label: str, first: Any) -> str:
    """A box that chooses the row; its label says which row it is."""
    name = escape(f"{label}: {first.plain(record)}")
    return (
        f'<label class="tick"><input type="checkbox" name="pk" value="{escape(record.pk)}" '
        f'form="bulk" aria-label="{name}"></label>'
    )
