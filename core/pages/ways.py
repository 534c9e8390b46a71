"""Ways of showing a list: as a table, as a board, as cards. All share one filter and one order.

A list page declares what it has; an upper app adds to a lower one's list with `add_board`:

    boards = (Board("grade", _("by grade"), Face("name", ("category", "owner"))),)
    cards = Face("name", ("category", "headcount"), pill="grade")
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.pages.base import Button, Text
from core.templatetags.tuoke import NOTHING, yuan

LIST, BOARD, CARDS = "list", "board", "cards"
MOST_IN_A_COLUMN = 12  # what a glance takes in; the rest is one link away


@dataclass(frozen=True)
class Face:
    """A row as a card: names of the table's columns, and when it is late."""

    title: str
    facts: tuple[str, ...] = ()
    pill: str = ""
    late: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Steps:
    """How a card gets into another column: by the page that asks for what this takes.

    `follows` is the table of arrows, `pages` has the button of each column. Where the column is
    judged or counted there are none.
    """

    follows: Mapping[str, Collection[str]]
    pages: Mapping[str, Button]

    def of(self, record: Any, value: str, user: Any) -> list["Step"]:
        """What may follow, in the order of the pages; without an address what others do."""
        buttons = [(to, page) for to, page in self.pages.items() if to in self.follows[value]]
        return [
            Step(to, page.label, page.icon, page.link(record).url if _may(user, page) else "")
            for to, page in buttons
        ]


@dataclass(frozen=True)
class Step:
    """A way into another column for one card and one person."""

    to: str
    label: Text
    icon: str
    url: str


@dataclass(frozen=True)
class Board:
    """Columns by a choice field. `filter` shows one column alone (the field's name if empty).

    `nothing` heads the rows without a value; where it is empty they have no column. `total` is a
    money field summed in each head. `steps` lets people put cards into other columns.
    """

    field: str
    label: Text
    face: Face
    filter: str = ""
    nothing: Text = ""
    nothing_filter: str = "none"
    total: str = ""
    steps: Steps | None = None

    def columns(self, model: Any) -> list[tuple[str, str]]:
        """(value, heading) of every column, the one without a value last."""
        choices = model._meta.get_field(self.field).flatchoices
        heads = [(str(value), str(label)) for value, label in choices if value not in ("", None)]
        return [*heads, ("", str(self.nothing))] if self.nothing else heads

    def holding(self, model: Any, value: str) -> Q:
        """The rows of one column."""
        if value:
            return Q(**{self.field: value})
        empty = Q(**{f"{self.field}__isnull": True})
        return empty if model._meta.get_field(self.field).null else Q(**{self.field: ""})


@dataclass(frozen=True)
class Card:
    """One row as it is drawn."""

    pk: Any
    title: SafeString
    pill: SafeString | str
    facts: list[tuple[str, SafeString]]
    late: bool
    steps: Sequence[Step] = ()

    @property
    def own_steps(self) -> list[Step]:
        """What this person may do."""
        return [step for step in self.steps if step.url]

    @property
    def others_steps(self) -> str:
        """The columns into which somebody else puts it."""
        return " ".join(step.to for step in self.steps if not step.url)


@dataclass(frozen=True)
class BoardColumn:
    """One column as it is drawn; `more_url` leads to all of its rows."""

    value: str
    label: str
    count: int
    total: str
    cards: list[Card]
    more: int
    more_url: str


@dataclass(frozen=True)
class Way:
    """One entry of the switch; `url` keeps every filter and the order."""

    name: str
    label: Text
    icon: str
    url: str
    active: bool


_added: dict[str, list[Board]] = {}


def add_board(list_name: str, board: Board) -> None:
    """An upper app's board for a lower app's list, by the name of its address."""
    _added.setdefault(list_name, []).append(board)


def boards_of(list_name: str, own: Iterable[Board]) -> list[Board]:
    """The boards of a list: its own, then what other apps have added."""
    return [*own, *_added.get(list_name, ())]


def cards(face: Face, table: Any, records: Iterable[Any]) -> list[Card]:
    """The rows as cards, their cells written by the table's columns."""
    known = {column.name: column for column in table.columns.iterall()}
    return [_card(face, known, record) for record in records]


def _card(face: Face, columns: dict[str, Any], record: Any) -> Card:
    def cell(name: str) -> SafeString:
        return conditional_escape(columns[name].column.cell(record))

    facts = [(str(capfirst(str(columns[name].header))), cell(name)) for name in face.facts]
    told = [(label, value) for label, value in facts if value != NOTHING]
    pill = cell(face.pill) if face.pill else ""
    late = bool(face.late and face.late(record))
    return Card(record.pk, cell(face.title), "" if pill == NOTHING else pill, told, late)


def columns(
    board: Board, table: Any, url_of: Callable[[Board, str], str], user: Any
) -> list[BoardColumn]:
    """The board in one query for all heads and one for each column, however many rows there are."""
    rows = table.ordered()
    heads = _heads(board, table.data.data)
    return [
        _column(board, table, _Head(*head, *heads.get(head[0], (0, None))), url_of, user)
        for head in board.columns(rows.model)
    ]


@dataclass(frozen=True)
class _Head:
    value: str
    label: str
    count: int
    total: Any


def _heads(board: Board, rows: Any) -> dict[str, tuple[int, Any]]:
    """Count and sum by value."""
    wanted: dict[str, Any] = {"board_rows": Count("pk")}
    if board.total:
        wanted["board_total"] = Sum(board.total)
    found = rows.order_by().values(board.field).annotate(**wanted)
    return {
        str(one[board.field] or ""): (one["board_rows"], one.get("board_total")) for one in found
    }


def _column(
    board: Board, table: Any, head: _Head, url_of: Callable[[Board, str], str], user: Any
) -> BoardColumn:
    rows = table.ordered()
    shown: Sequence[Any] = rows.filter(board.holding(rows.model, head.value))[:MOST_IN_A_COLUMN]
    drawn = cards(board.face, table, shown)
    if steps := board.steps:
        drawn = [
            replace(card, steps=steps.of(record, head.value, user))
            for card, record in zip(drawn, shown, strict=True)
        ]
    said = yuan(head.total) if board.total and head.total is not None else ""
    more = max(head.count - len(drawn), 0)
    url = url_of(board, head.value or board.nothing_filter)
    return BoardColumn(head.value, head.label, head.count, said, drawn, more, url)


def _may(user: Any, button: Button) -> bool:
    return button.ability is None or bool(user.has_perm(button.ability))


LABELS = {
    LIST: (_("List"), "list"),
    BOARD: (_("Board"), "kanban"),
    CARDS: (_("Cards"), "grid"),
}
