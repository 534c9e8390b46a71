"""Every list page: renders, sorts both ways, filters strictly, exports what is seen, counts."""

import csv
import io
from typing import Any

import django_filters
import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from tests.house.addresses import Address, list_pages
from tests.house.conftest import Browsers
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
