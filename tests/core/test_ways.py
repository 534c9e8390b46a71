"""List, board and cards: one filter, one order, a constant number of queries (ux)."""

from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from accounts.models import User
from config.urls import urlpatterns as house
from core.addresses import closed_text
from core.pages import Board, Button, Face, ListPage, Steps, ways
from core.permissions import EXPORT_RELEASE
from tests.units.factories import make_unit
from units.filters.unit import UnitFilter
from units.models import Unit
from units.permissions import UNIT_EDIT, UNIT_VIEW
from units.tables.unit import UnitTable, run_out

Browser = Callable[[Any], Client]


# A grade is judged, never dragged: these steps are for the tests alone.
LAWFUL = Button("Lower", "unit_evaluate", ability=EXPORT_RELEASE, own=True)
FACE = Face("name", ("category", "owner"), pill="grade", late=run_out)


class Shown(ListPage):
    model = Unit
    permission = UNIT_VIEW
    table_class = UnitTable
    filterset_class = UnitFilter
    title = "Shown"
    boards: ClassVar[tuple[Board, ...]] = (
        Board(
            "grade",
            "by grade",
            FACE,
            nothing="none yet",
            total="income",
            steps=Steps(
                {**dict.fromkeys("ABCD", frozenset("AB")), "": frozenset()},
                {"A": Button("Raise", "unit_edit", ability=UNIT_EDIT, own=True), "B": LAWFUL},
            ),
        ),
    )
    cards: ClassVar[Face | None] = FACE


class Plain(Shown):
    boards = ()
    cards = None


urlpatterns = [
    *house,
    path("test/shown/", Shown.as_view(), name="test_shown"),
    path("test/plain/", Plain.as_view(), name="test_plain"),
]
pytestmark = pytest.mark.urls(__name__)
URL = "/test/shown/"


@pytest.fixture
def units(ann: User, cai: User) -> list[Unit]:
    """Three A, one B, one not judged; one of another team."""
    made = [make_unit(ann, f"Unit {n}", income=1000) for n in range(5)]
    for unit, grade in zip(made, "AAAB", strict=False):
        Unit.objects.filter(pk=unit.pk).update(grade=grade)
    Unit.objects.filter(pk=make_unit(cai, "Theirs").pk).update(grade="A")
    return made


def columns(client: Client, **asked: str) -> dict[str, Any]:
    """The board's columns by heading."""
    found = client.get(URL, {"as": "board", **asked}).context["columns"]
    return {column.label: column for column in found}


def test_a_board_has_a_column_a_choice_with_count_and_sum_of_what_one_sees(
    ann: User, units: list[Unit], as_user: Browser
) -> None:
    found = columns(as_user(ann))
    counts = {label: (column.count, column.total) for label, column in found.items()}
    assert counts["A"] == (3, "3,000.00")
    assert counts["B"] == (1, "1,000.00")
    assert counts["C"] == (0, "")
    assert counts["none yet"] == (1, "1,000.00")
    titles = [str(card.title) for column in found.values() for card in column.cards]
    assert len(titles) == 5
    assert not any("Theirs" in title for title in titles)


def test_a_full_column_leads_to_the_list_with_all_of_it(
    ann: User, units: list[Unit], as_user: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "MOST_IN_A_COLUMN", 2)
    found = columns(as_user(ann), q="unit", sort="-name")
    assert (len(found["A"].cards), found["A"].more) == (2, 1)
    page = as_user(ann).get(f"{URL}{found['A'].more_url}")
    assert (page.context["list"].way, len(page.context["page"].rows)) == ("list", 3)
    none = as_user(ann).get(f"{URL}{found['none yet'].more_url}")
    assert [unit.name for unit in none.context["page"].rows] == ["Unit 4"]


def test_every_way_keeps_filter_order_and_view(
    ann: User, units: list[Unit], as_user: Browser
) -> None:
    asked = f"q={closed_text('unit')}&grade=A&sort=-name&view=7"
    for way in ("", "board", "cards"):
        page = as_user(ann).get(f"{URL}?{asked}&as={way}")
        assert [shown.active for shown in page.context["list"].switch].count(True) == 1
        for shown in page.context["list"].switch:
            assert all(part in shown.url for part in asked.split("&")), shown.url
    cards = as_user(ann).get(f"{URL}?{asked}&as=cards").context["cards"]
    assert [("Unit 2" in card.title) for card in cards] == [True, False, False]


def test_a_late_card_is_marked(ann: User, units: list[Unit], as_user: Browser) -> None:
    Unit.objects.filter(pk=units[0].pk).update(protected_until="2008-05-15")
    assert [card.late for card in columns(as_user(ann))["A"].cards] == [True, False, False]


def test_more_rows_cost_a_board_no_more_queries(
    ann: User, units: list[Unit], as_user: Browser
) -> None:
    client = as_user(ann)
    client.get(URL, {"as": "board"})
    costs = []
    for grade in ("A", "C"):
        with CaptureQueriesContext(connection) as captured:
            client.get(URL, {"as": "board"})
        costs.append(len(captured))
        Unit.objects.filter(pk=make_unit(ann, f"More {grade}").pk).update(grade=grade)
    assert costs[0] == costs[1]


def test_a_way_the_list_has_not_is_the_list(ann: User, units: list[Unit], as_user: Browser) -> None:
    for way in ("board", "cards", "map", "\0"):
        page = as_user(ann).get("/test/plain/", {"as": way})
        assert (page.context["list"].way, page.context["list"].switch) == ("list", [])


def test_a_card_shows_the_steps_that_may_follow_and_whose_they_are(
    ann: User, units: list[Unit], as_user: Browser
) -> None:
    found = columns(as_user(ann))
    (card,) = found["B"].cards
    assert [(step.label, step.url) for step in card.own_steps] == [
        ("Raise", f"/units/{units[3].pk}/edit/")
    ]
    assert card.others_steps == "B"
    assert found["none yet"].cards[0].own_steps == []
    page = as_user(ann).get(f"{URL}?as=board").text
    assert page.count('data-dialog="here"') == 4  # three A, one B
    assert page.count("data-card") == 4


def test_a_board_without_steps_has_none(ann: User, units: list[Unit], as_user: Browser) -> None:
    page = as_user(ann).get("/units/?as=board").text
    assert "data-steps" not in page
    assert "data-card" not in page
