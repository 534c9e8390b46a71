"""Every list page: renders, sorts both ways, filters strictly, exports what is seen, counts."""

import csv
import io
from typing import Any

import django_filters
import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import User
from core import bulk
from core.bulk.kinds import all_actions
from core.pages import Board, ways
from core.tables import NOTHING
from tests.house.addresses import Address, list_pages
from tests.house.conftest import Browsers
from tests.house.counts import reads
from tests.house.permission_table import ROLE_OF, ROWS, reader_of

LISTS = [address for address in list_pages() if not address.arguments]
every_list = pytest.mark.parametrize("address", LISTS, ids=lambda address: address.name)


def opened(address: Address, browsers: Browsers) -> tuple[Client, str]:
    """A browser of somebody who may, and the address."""
    return browsers(reader_of(address.name)), reverse(address.name)


def test_the_house_has_lists() -> None:
    assert len(LISTS) >= 8


@every_list
def test_a_list_renders_whole_and_as_a_fragment(address: Address, browsers: Browsers) -> None:
    client, url = opened(address, browsers)
    assert "<html" in client.get(url).text
    assert "<html" not in client.get(url, headers={"HX-Request": "true"}).text


@every_list
def test_every_row_begins_with_what_it_is(address: Address, browsers: Browsers) -> None:
    client, url = opened(address, browsers)
    page = client.get(url).context["page"]
    first = next(iter(address.view.table_class([]).columns.iterall())).column
    assert NOTHING not in {first.cell(row) for row in page.rows}


@every_list
def test_a_list_sorts_by_every_column_both_ways(address: Address, browsers: Browsers) -> None:
    client, url = opened(address, browsers)
    table = address.view.table_class([])
    names = [column.name for column in table.columns.iterall() if column.orderable]
    answers = {
        f"{sign}{name}": client.get(url, {"sort": f"{sign}{name}"}).status_code
        for name in names
        for sign in ("", "-")
    }
    assert set(answers.values()) <= {200}, answers


@every_list
def test_a_date_that_is_none_shows_a_sentence_and_no_row(
    address: Address, browsers: Browsers
) -> None:
    client, url = opened(address, browsers)
    ranges = [
        name
        for name, item in address.view.filterset_class.base_filters.items()
        if isinstance(item, django_filters.DateFromToRangeFilter)
    ]
    for name in ranges:
        answer = client.get(url, {f"{name}_after": "2008-13-40"})
        assert answer.status_code == 200
        assert answer.context["page"].rows == []
        assert answer.context["filter"].form.errors[name]


@every_list
def test_every_filter_takes_nonsense_without_a_fault(address: Address, browsers: Browsers) -> None:
    client, url = opened(address, browsers)
    filters = address.view.filterset_class.base_filters
    for nonsense in ("abc", "-1", "9" * 30, "\0", "'; --", "字" * 300):
        everywhere = dict.fromkeys((*filters, "page", "sort", "export", "kind"), nonsense)
        assert client.get(url, everywhere).status_code == 200, nonsense
    for name, day in ((n, d) for n in filters for d in ("0001-01-01", "9999-12-31")):
        edges = {f"{name}_after": day, f"{name}_before": day}
        assert client.get(url, edges).status_code == 200, (name, day)
    for name in filters:  # alone, so that no other one keeps it from the database
        for nonsense in ("abc", "9" * 30, "\0"):
            assert client.get(url, {name: nonsense}).status_code == 200, (name, nonsense)
    assert client.get(url, {"panel": "1"}).status_code == 200


@every_list
def test_an_export_holds_what_one_sees_and_nothing_else(
    address: Address, people: dict[str, User], browsers: Browsers
) -> None:
    page: Any = address.view
    readers = [name for name, role in ROLE_OF.items() if role in ROWS[address.name].roles]
    for user in (people[name] for name in readers):
        seen = page.model.objects.visible_to(user)
        request = RequestFactory().get("/")
        request.user = user
        shown = page.filterset_class({}, queryset=seen, request=request).qs
        expected = shown.count()  # before, because an export is in the audit trail, too
        answer: Any = browsers(user.username).get(reverse(address.name), {"export": "csv"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(text)))) - 1 == expected, user.username
        assert set(shown.values_list("pk")) <= set(seen.values_list("pk")), user.username


# --- boards, cards, actions ------------------------------------------------------------------

BOARDS = [
    (address, board)
    for address in LISTS
    for board in ways.boards_of(address.name, address.view.boards)
]
every_board = pytest.mark.parametrize(
    ("address", "board"), BOARDS, ids=[f"{address.name}-{board.field}" for address, board in BOARDS]
)
CARDS = [address for address in LISTS if address.view.cards]
ACTIONS = all_actions()


def readers(address: Address, people: dict[str, User]) -> list[User]:
    """Everybody the list lets in."""
    return [people[name] for name, role in ROLE_OF.items() if role in ROWS[address.name].roles]


def test_the_house_has_boards_cards_and_actions() -> None:
    assert BOARDS
    assert CARDS
    assert ACTIONS


@every_board
def test_a_board_counts_and_shows_what_one_sees_and_nothing_else(
    address: Address, board: Board, people: dict[str, User], browsers: Browsers
) -> None:
    page: Any = address.view
    asked = {"as": "board", "by": board.field}
    for user in readers(address, people):
        seen = page.model.objects.visible_to(user)
        answer = browsers(user.username).get(reverse(address.name), asked)
        assert answer.status_code == 200
        columns = answer.context.get("columns") or []
        shown = {card.pk for column in columns for card in column.cards}
        assert shown <= set(seen.values_list("pk", flat=True)), user.username
        headed = {value for value, _label in board.columns(page.model)}
        held = [str(value or "") for value in seen.values_list(board.field, flat=True)]
        expected = sum(value in headed for value in held)
        assert sum(column.count for column in columns) == expected, user.username


@every_board
def test_a_full_column_leads_to_exactly_its_rows(
    address: Address, board: Board, browsers: Browsers
) -> None:
    client, url = opened(address, browsers)
    answer = client.get(url, {"as": "board", "by": board.field})
    for column in answer.context["columns"]:
        if column.more_url:
            text = b"".join(_export(client, f"{url}{column.more_url}&export=csv")).decode()
            assert len(list(csv.reader(io.StringIO(text)))) - 1 == column.count, column.label


def _export(client: Client, url: str) -> Any:
    answer: Any = client.get(url)
    return answer.streaming_content


@every_board
def test_more_cards_cost_a_board_no_more_queries(
    address: Address, board: Board, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, url = opened(address, browsers)
    costs = []
    for size in (1, 25):
        monkeypatch.setattr(ways, "MOST_IN_A_COLUMN", size)
        with CaptureQueriesContext(connection) as captured:
            client.get(url, {"as": "board", "by": board.field})
        costs.append(reads(captured))
    assert len(costs[0]) == len(costs[1]), "\n".join(costs[1])


@pytest.mark.parametrize("address", CARDS, ids=lambda address: address.name)
def test_cards_show_the_rows_of_the_list(address: Address, browsers: Browsers) -> None:
    client, url = opened(address, browsers)
    rows = client.get(url).context["page"].rows
    cards = client.get(url, {"as": "cards"}).context["cards"]
    assert [card.pk for card in cards] == [row.pk for row in rows]


@pytest.mark.parametrize(
    ("name", "action"), ACTIONS, ids=[f"{name}-{action.name}" for name, action in ACTIONS]
)
def test_an_action_takes_the_rows_one_sees_and_no_others(
    name: str, action: bulk.Action, people: dict[str, User], browsers: Browsers
) -> None:
    page: Any = next(address.view for address in LISTS if address.name == name)
    keys = list(page.model.objects.values_list("pk", flat=True))
    let_in = [user for user in people.values() if user.has_perm(action.ability)]
    assert let_in
    for user in let_in:
        asked = {"pk": keys, "where": ""}
        answer: Any = browsers(user.username).get(
            reverse("bulk_start", args=[f"{name}.{action.name}"]), asked
        )
        chosen = answer.context["chosen"].rows(user)
        assert set(chosen) == set(page.model.objects.visible_to(user)), user.username


@every_list
def test_a_row_has_a_name(address: Address, browsers: Browsers) -> None:
    """Its first column, which a telephone shows as the head of the row's card."""
    client, url = opened(address, browsers)
    rows = client.get(url).context["page"].rows
    column = next(iter(address.view.table_class([]).columns.iterall())).column
    assert [row.pk for row in rows if strip_tags(column.cell(row)) == NOTHING] == []
