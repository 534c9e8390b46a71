"""Cells of lists: escaped, grouped, with their heading for cards, plain for exports (house)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict

from core.models import JobRun, PolicyRow
from core.tables import (
    ChoiceColumn,
    Column,
    DayColumn,
    LinkColumn,
    MomentColumn,
    MoneyColumn,
    NumberColumn,
    PillColumn,
    Table,
)
from core.templatetags.tuoke import NOTHING


class Record(SimpleNamespace):
    """A row as a table meets it."""

    def get_absolute_url(self) -> str:
        return "/records/1/"

    def get_state_display(self) -> str:
        return {"good": "Good & ready"}.get(self.state, "")

    def __str__(self) -> str:
        return "the record"


FULL = Record(
    name="<b>温州</b>",
    unit=Record(name="Chamber", url="x"),
    headcount=12000,
    price=Decimal("424496.8"),
    on=date(2008, 5, 15),
    at=datetime(2008, 5, 15, 0, 0, tzinfo=UTC),
    state="good",
)
EMPTY = Record(name="", unit=None, headcount=None, price=None, on=None, at=None, state="")


class Sheet(Table):
    name = LinkColumn()
    unit = Column(accessor="unit__name", orderable=False)
    headcount = NumberColumn()
    price = MoneyColumn()
    on = DayColumn()
    at = MomentColumn()
    state = PillColumn()


def cells(record: Any) -> dict[str, str]:
    return {column.name: column.column.cell(record) for column in Sheet([]).columns.iterall()}


def test_cells_are_written_for_people() -> None:
    assert cells(FULL) == {
        "name": '<a href="/records/1/">&lt;b&gt;温州&lt;/b&gt;</a>',
        "unit": "Chamber",
        "headcount": "12,000",
        "price": "424,496.80",
        "on": "2008-05-15",
        "at": "2008-05-15 08:00",
        "state": '<span class="pill pill-good">Good &amp; ready</span>',
    }


def test_what_is_missing_is_a_dash() -> None:
    written = cells(EMPTY)
    assert written.pop("name") == f'<a href="/records/1/">{NOTHING}</a>'
    assert set(written.values()) == {NOTHING}


def test_a_link_may_lead_to_another_record() -> None:
    class Other(Table):
        unit = LinkColumn(to="unit")

    column = Other([]).columns["unit"].column
    assert column.cell(FULL) == '<a href="/records/1/">the record</a>'
    assert column.cell(EMPTY) == NOTHING


def test_a_body_escapes_and_carries_its_headings() -> None:
    class Plain(Table):
        name = Column(verbose_name='who "knows"', css="wide")

    assert Plain([]).body([FULL, EMPTY]) == (
        '<tr><td data-label="Who &quot;knows&quot;" class="wide">'
        "&lt;b&gt;温州&lt;/b&gt;</td></tr>"
        '<tr><td data-label="Who &quot;knows&quot;" class="wide">' + NOTHING + "</td></tr>"
    )


def test_an_export_has_plain_values() -> None:
    head, rows = Sheet([]).sheet([FULL, EMPTY])
    assert head == ["Name", "Unit", "Headcount", "Price", "On", "At", "State"]
    first, second = rows
    assert first == [
        "<b>温州</b>", "Chamber", 12000, Decimal("424496.8"), FULL.on, FULL.at, "Good & ready",
    ]  # fmt: skip
    assert second[:6] == [""] * 6


def test_a_heading_sorts_the_other_way_and_goes_back_to_page_one() -> None:
    head = Sheet([], order_by="-name").head(QueryDict("q=abc&sort=-name&page=3"))
    by_name = {heading.label: heading for heading in head}
    assert (by_name["Name"].direction, by_name["Name"].sort_url) == ("desc", "?q=abc&sort=name")
    assert (by_name["Price"].direction, by_name["Price"].sort_url) == ("", "?q=abc&sort=price")
    assert (by_name["Unit"].sort_url, by_name["Price"].css) == ("", "num")


@pytest.mark.parametrize(
    ("queryset", "order"),
    [
        (JobRun.objects.order_by("result"), ["result", "pk"]),
        (JobRun.objects.order_by("-pk"), ["-pk"]),
        (JobRun.objects.all(), ["-day", "job", "pk"]),
        (PolicyRow.objects.all(), ["kind", "-valid_from", "-id"]),
    ],
)
def test_the_key_is_the_last_tie_break(queryset: Any, order: list[str]) -> None:
    assert list(Table(queryset).ordered().query.order_by) == order


def test_a_choice_is_exported_by_its_label() -> None:
    class Choices(Table):
        state = ChoiceColumn()

    column = Choices([]).columns["state"].column
    assert (column.cell(FULL), column.plain(FULL)) == ("Good & ready", "Good & ready")
