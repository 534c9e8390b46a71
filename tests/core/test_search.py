"""One box: what the sources find, pages and actions, what was open last."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Project, User
from core import search
from core.search import Hit, found, places

Browser = Callable[[Any], Client]


@pytest.fixture
def _only_here(monkeypatch: pytest.MonkeyPatch) -> None:
    from core.search import sources

    monkeypatch.setattr(sources, "_sources", {})
    monkeypatch.setattr(sources, "_records", {})


def source(*titles: str) -> Any:
    return lambda user, text, most: [Hit(title, "/") for title in titles if text in title][:most]


@pytest.mark.usefixtures("_only_here")
def test_the_groups_come_in_their_order_and_empty_ones_not_at_all(ann: User) -> None:
    search.register_search("late", "Late", source("abc"), order=90)
    search.register_search("none", "None", source("xyz"), order=50)
    search.register_search("soon", "Soon", source("abd", "abe", "abf"), order=10)
    groups = [(one.name, [hit.title for hit in one.hits]) for one in found(ann, "ab", most=2)]
    assert groups == [("soon", ["abd", "abe"]), ("late", ["abc"])]
    assert found(ann, "") == []


@pytest.mark.usefixtures("_only_here")
def test_a_record_is_remembered_by_kind_and_key_and_shown_while_one_may_see_it(
    ann: User, project: Project
) -> None:
    def known(user: Any, keys: list[int]) -> dict[int, Hit]:
        return {key: Hit(f"no. {key}", "/") for key in keys if key != 7}

    assert search.record_key(project) == ""
    search.register_search("projects", "Projects", source(), recent=(Project, known))
    assert search.record_key(project) == f"accounts.project:{project.pk}"
    keys = ["accounts.project:3", "accounts.project:7", "other.thing:1", "accounts.project:2"]
    assert [hit.title for hit in search.recent(ann, keys)] == ["no. 3", "no. 2"]


@pytest.mark.parametrize(
    "key", ["", ":", "units.unit", "units.unit:", "units.unit:x", "units.unit:-1", "units.unit:²",
            "units.unit:" + "9" * 40, "x:1"],
)  # fmt: skip
def test_what_a_browser_makes_up_is_no_record(ann: User, key: str) -> None:
    assert search.recent(ann, [key]) == []


def test_what_is_looked_for_is_cut_and_cleaned() -> None:
    assert search.typed("  温州\0 商会\n") == "温州 商会"
    assert len(search.typed("字" * 300)) == 60


@pytest.mark.parametrize(
    ("label", "text"),
    [("Price differences", "diff"), ("Price differences", "PRICE DI"), ("客户单位", "单位"),
     ("客户单位", "khdw"), ("客户单位", "kehudan"), ("客户单位", "KHD"), ("新建单位", "新建")],
)  # fmt: skip
def test_a_page_is_found_as_it_is_called_and_as_it_sounds(label: str, text: str) -> None:
    assert places.called(label, text)


@pytest.mark.parametrize(
    ("label", "text"), [("Price differences", "ences"), ("客户单位", "位单"), ("客户单位", "hdw")]
)
def test_a_page_is_not_found_by_anything_else(label: str, text: str) -> None:
    assert not places.called(label, text)


def titles(user: User, text: str) -> dict[str, list[str]]:
    return {one.name: [hit.title for hit in one.hits] for one in found(user, text)}


def test_pages_and_actions_are_those_one_may_open(ann: User, fin1: User, admin: User) -> None:
    assert titles(ann, "new unit") == {"actions": ["New unit"]}
    assert titles(fin1, "new unit") == {}
    assert "New person" in titles(admin, "new")["actions"]
    assert titles(ann, "new person") == {}
    assert titles(ann, "audit") == {}
    assert titles(admin, "audit")["pages"] == ["Audit trail"]


def test_every_action_opens_for_who_is_offered_it(
    ann: User, manager: User, fin1: User, admin: User, as_user: Browser
) -> None:
    for user in (ann, manager, fin1, admin):
        client, hits = as_user(user), places.first_actions(user, 100)
        assert hits
        for hit in [*hits, *places.page_hits(user, "", 100)]:
            assert client.get(hit.url).status_code in (200, 302), hit


def test_pages_are_found_in_the_language_of_the_page(ann: User) -> None:
    with translation.override("zh-hans"):
        label = str(
            next(hit for hit in places.page_hits(ann, "", 99) if "/units/" in hit.url).title
        )
        assert label != "Units"
        assert [hit.url for hit in places.page_hits(ann, label, 9)] == [reverse("unit_list")]


# --- the pages --------------------------------------------------------------------------------


def test_before_anything_is_typed_actions_are_offered(ann: User, as_user: Browser) -> None:
    page = as_user(ann).get(reverse("search"))
    assert [one.name for one in page.context["groups"]] == ["actions"]
    assert "New unit" in page.text


def test_nothing_found_says_what_to_do(ann: User, as_user: Browser) -> None:
    answer = as_user(ann).post(reverse("search_found"), {"q": "zzzzzz"})
    assert "Nothing found. Try fewer characters" in answer.text
    assert "<html" not in answer.text
    assert 'role="option"' not in answer.text


def test_on_the_page_nothing_found_leads_on_and_under_the_box_enter_does_nothing(
    ann: User, as_user: Browser
) -> None:
    page = as_user(ann).post(reverse("search"), {"q": "zzzzzz"})
    assert [group.name for group in page.context["groups"]] == ["actions"]
    assert "Nothing found" in page.text
    assert f'href="{reverse("unit_add")}"' in page.text
    box = as_user(ann).post(reverse("search_found"), {"q": "zzzzzz"})
    assert box.context["groups"] == []


def test_l1_what_is_looked_for_is_never_in_an_address(ann: User, as_user: Browser) -> None:
    client = as_user(ann)
    assert client.get(reverse("search_found"), {"q": "138"}).status_code == 405
    page = client.post(reverse("search"), {"q": "13800138000"})
    assert page.status_code == 200
    assert page.context["typed"] == "13800138000"
    assert client.get(reverse("search"), {"q": "New unit"}).context["typed"] == ""


@pytest.mark.parametrize(
    "text", ["\0", "%", "_", "'", '"', "\\", "《》", "🏠", "字" * 500, "+", "-", "a\0b"]
)
def test_whatever_is_typed_is_answered(manager: User, as_user: Browser, text: str) -> None:
    assert as_user(manager).post(reverse("search_found"), {"q": text}).status_code == 200
