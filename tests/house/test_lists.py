"""Every list page: renders, sorts both ways, filters strictly, exports what is seen, counts."""

import csv
import io
from typing import Any

import django_filters
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.pages import ListPage
from tests.house.addresses import Address, list_pages
from tests.house.conftest import browser
from tests.house.counts import counted

LISTS = [address for address in list_pages() if not address.arguments]
CAST = ("manager", "ann", "fin1", "law", "director", "admin")
every_list = pytest.mark.parametrize("address", LISTS, ids=lambda address: address.name)


def reader(page: type[ListPage], people: dict[str, User]) -> User:
    """The first of the cast who may open the page."""
    able = (
        people[name]
        for name in CAST
        if page.permission is None or people[name].has_perm(page.permission)
    )
    return next(able)


def opened(address: Address, people: dict[str, User]) -> tuple[Client, str]:
    """A browser of somebody who may, and the address."""
    return browser(reader(address.view, people)), reverse(address.name)


def test_the_house_has_lists() -> None:
    assert len(LISTS) >= 8


@every_list
def test_a_list_renders_whole_and_as_a_fragment(address: Address, people: dict[str, User]) -> None:
    client, url = opened(address, people)
    assert "<html" in client.get(url).text
    assert "<html" not in client.get(url, headers={"HX-Request": "true"}).text


@every_list
def test_a_list_sorts_by_every_column_both_ways(
    address: Address, people: dict[str, User]
) -> None:
    client, url = opened(address, people)
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
    address: Address, people: dict[str, User]
) -> None:
    client, url = opened(address, people)
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
def test_every_filter_takes_nonsense_without_a_fault(
    address: Address, people: dict[str, User]
) -> None:
    client, url = opened(address, people)
    for name in address.view.filterset_class.base_filters:
        for nonsense in ("abc", "-1", "99999999999999999999", "%00", "'; --", "字" * 300):
            answer = client.get(url, {name: nonsense, "page": nonsense, "sort": nonsense})
            assert answer.status_code == 200, (name, nonsense)
    assert client.get(url, {"panel": "1"}).status_code == 200


@every_list
def test_an_export_holds_what_one_sees_and_nothing_else(
    address: Address, people: dict[str, User]
) -> None:
    page: Any = address.view
    if not page.exports:
        pytest.skip("the page offers no export")
    for user in people.values():
        if page.permission is not None and not user.has_perm(page.permission):
            continue
        answer: Any = browser(user).get(reverse(address.name), {"export": "csv"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert len(rows) - 1 == page.model.objects.visible_to(user).count(), user.username


@every_list
def test_a_list_keeps_its_committed_number_of_queries(
    address: Address, people: dict[str, User]
) -> None:
    client, url = opened(address, people)
    client.get(url)
    with counted(address.name):
        client.get(url)
