"""Everything we hold of one person, as sections of rows: for a page, a PDF or a JSON file (L1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.personal.footprint import footprint
from core.personal.labels import is_theirs, label_of
from core.personal.registry import Holding, Person, Text, told_in_order
from core.personal.telling import pairs
from core.personal.words import Mention, texts_in

AROUND = 60  # characters to either side of a name in a text that is not theirs
MOST_COLUMNS, LONGEST_CELL = 7, 40  # of rows that make a table; others stand one below another

Row = list[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    """One kind of row; `rows` hold (label, value) pairs.

    `reason` says why the law keeps them, at least until `until`.
    """

    title: Text
    rows: list[Row]
    reason: Text = ""
    until: date | None = None

    @property
    def columns(self) -> list[str]:
        """The labels, where the rows are short enough to make a table; else none."""
        labels = list(dict.fromkeys(label for row in self.rows for label, _value in row))
        short = all(len(value) <= LONGEST_CELL for row in self.rows for _label, value in row)
        return labels if short and len(labels) <= MOST_COLUMNS else []

    @property
    def table(self) -> list[list[str]]:
        """The cells under `columns`."""
        columns = self.columns
        return [[dict(row).get(label, "") for label in columns] for row in self.rows]


def sections(person: Person) -> list[Section]:
    """Who they are, every table, what points at those rows, where words elsewhere name them."""
    found = footprint(person)
    made = [
        _section(holding, held, person)
        for holding in told_in_order()
        if (held := found.of(holding))
    ]
    if found.mentioned:
        rows = [list(mention_said(mention)) for mention in found.mentioned]
        made.append(Section(_("Named in the words of other records"), rows))
    return made


def _section(holding: Holding, held: list[Any], person: Person) -> Section:
    fields = (field for field in holding.table._meta.concrete_fields if is_theirs(field))
    prefetch_related_objects(held, *(field.name for field in fields if field.is_relation))
    return Section(
        holding.heading,
        [list(pairs(holding, row, person)) for row in held],
        holding.kept.reason if holding.kept else "",
        holding.kept_until(held),
    )


def as_json(person: Person, made: list[Section], now: datetime) -> dict[str, Any]:
    """The same for a machine."""
    return {
        "person": person.key,
        "made_at": timezone.localtime(now).isoformat(timespec="seconds"),
        "sections": [
            {
                "what": str(section.title),
                "kept_because": str(section.reason),
                "kept_until": section.until.isoformat() if section.until else None,
                "rows": [dict(row) for row in section.rows],
            }
            for section in made
        ],
    }


def mention_said(mention: Mention) -> Iterator[tuple[str, str]]:
    """Where they are named, and the words around; the rest of the text may be of others."""
    yield pgettext("report", "Where"), f"{capfirst(str(mention.holding.heading))} {mention.row.pk}"
    for name in mention.fields:
        field: Any = mention.row._meta.get_field(name)
        label = label_of(field) if is_theirs(field) else pgettext("report", "words")
        said = [text for text in texts_in(getattr(mention.row, name)) if mention.find.search(text)]
        yield capfirst(str(label)), " · ".join(_excerpt(mention, text) for text in said)


def _excerpt(mention: Mention, text: str) -> str:
    hit = mention.find.search(text)
    first, last = hit.span() if hit else (0, 0)
    start, end = max(first - AROUND, 0), last + AROUND
    return f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}"
