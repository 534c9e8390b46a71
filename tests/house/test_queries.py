"""How many statements each page costs, committed; and that more rows cost no more."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from tests.house.addresses import Address, address_of, list_pages
from tests.house.conftest import Browsers
from tests.house.counts import committed, counted, reads
from tests.house.permission_table import GET, ROWS, reader_of
from tests.house.subjects import Pair

PAGES = [name for name, row in ROWS.items() if GET in row.methods.split()]
LISTS = [address for address in list_pages() if not address.arguments]
# Homes of everybody: the same page is another one for another role.
TODAYS = ("ann", "lead1", "manager", "fin1", "law", "admin")


def test_the_baseline_names_every_page_and_no_other() -> None:
    assert set(committed()) == {*PAGES, *(f"today as {name}" for name in TODAYS)}


def first_of(name: str, found: dict[str, Pair]) -> str:
    """The address with ann's record of the first kind in it."""
    kinds = ROWS[name].subjects
    return address_of(name, found[kinds[0]].anns if kinds else None)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_its_committed_number_of_queries(
    name: str, found: dict[str, Pair], browsers: Browsers
) -> None:
    client, url = browsers(reader_of(name)), first_of(name, found)
    assert client.get(url).status_code in (200, 302)
    with counted(name):
        client.get(url)


@pytest.mark.parametrize("username", TODAYS)
def test_today_keeps_its_committed_number_of_queries(username: str, browsers: Browsers) -> None:
    client, url = browsers(username), reverse("today")
    client.get(url)
    with counted(f"today as {username}"):
        client.get(url)


@pytest.mark.parametrize("address", LISTS, ids=lambda address: address.name)
def test_more_rows_cost_no_more_queries(
    address: Address, browsers: Browsers, settings: Settings
) -> None:
    client, url = browsers(reader_of(address.name)), reverse(address.name)
    costs: dict[int, tuple[int, list[str]]] = {}
    for size in (1, 25):
        settings.PAGE_SIZE = size
        with CaptureQueriesContext(connection) as captured:
            answer: Any = client.get(url)
        costs[size] = len(answer.context["page"].rows), reads(captured)
    assert costs[1][0] == 1 < costs[25][0], "the world has too few rows to tell"
    assert len(costs[1][1]) == len(costs[25][1]), "\n".join(costs[25][1])
