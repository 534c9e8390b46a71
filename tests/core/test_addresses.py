"""What was typed, closed in an address and opened again (L1)."""

from urllib.parse import quote

import pytest
from django.http import QueryDict
from pytest_django import Settings

from core.addresses import (
    closed,
    closed_query,
    closed_text,
    closed_url,
    is_typed,
    opened,
    opened_text,
)


@pytest.mark.parametrize(
    "text", ["陈国华", "13800138000", "a b&c=d", "~?", "~k1.nonsense", "字" * 60]
)
def test_l1_a_closed_text_says_nothing_and_opens(text: str) -> None:
    address = closed_text(text)
    assert text not in address.removeprefix("~")
    assert opened_text(address) == text
    assert quote(address) == address


def test_l1_closing_twice_is_closing_once() -> None:
    once = closed_text("陈")
    assert closed_text(once) == once
    assert closed_text("") == ""


def test_l1_equal_texts_do_not_look_equal() -> None:
    assert closed_text("陈") != closed_text("陈")


def test_a_text_whose_key_is_gone_is_looked_for_as_it_stands(settings: Settings) -> None:
    address = closed_text("陈")
    settings.FIELD_KEYS = [f"k9:{'A' * 43}="]
    assert opened_text(address) == address


@pytest.mark.parametrize(("name", "typed"), [("q", True), ("q_area", True), ("grade", False)])
def test_only_what_is_typed_is_closed(name: str, typed: bool) -> None:
    assert is_typed(name) is typed
    params = closed(QueryDict(f"{name}=A&{name}=B"))
    assert (params.getlist(name) != ["A", "B"]) is typed
    assert opened(params).getlist(name) == ["A", "B"]


def test_a_kept_query_and_its_address_are_closed() -> None:
    query = closed_query("grade=A&q=%E9%99%88")
    assert opened(QueryDict(query)).dict() == {"grade": "A", "q": "陈"}
    assert "%E9" not in query
    assert closed_url("/units/") == "/units/"
    assert closed_url("/units/?grade=A&view=7") == "/units/?grade=A&view=7"
