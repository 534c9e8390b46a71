"""The menu as data: what one may open, in order, the place where one is (house)."""

from typing import Any

import pytest
from django.test import RequestFactory

from accounts.models import User
from core import menu
from core.menu import MenuItem
from core.permissions import AUDIT_VIEW, POLICY_VIEW


@pytest.fixture(autouse=True)
def items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_items", [])
    for item in (
        MenuItem("Audit check", "audit_check", "check", AUDIT_VIEW, order=30),
        MenuItem("Audit", "audit_list", "list", AUDIT_VIEW, order=20, group="House"),
        MenuItem("Today", "today", "sun", order=1),
        MenuItem("Rules", "policy_list", "sliders", POLICY_VIEW, order=10),
        MenuItem("Today below", "today", "sun", bottom=True, big=True),
    ):
        menu.register(item)


def shown(user: User, path: str = "/", **kind: bool) -> list[Any]:
    request = RequestFactory().get(path)
    request.user = user
    return menu.shown(request, **kind)


def test_one_sees_what_one_may_open_in_order(ann: User, law: User, manager: User) -> None:
    assert [item.label for item in shown(ann)] == ["Today"]
    assert [item.label for item in shown(manager)] == ["Today", "Rules"]
    assert [item.label for item in shown(law)] == ["Today", "Rules", "Audit", "Audit check"]


@pytest.mark.parametrize(
    ("path", "active"),
    [
        ("/", ["Today"]),
        ("/audit/", ["Audit"]),
        ("/audit/check/", ["Audit check"]),
        ("/policies/evaluation/", ["Rules"]),
        ("/elsewhere/", []),
    ],
)
def test_the_longest_address_is_where_one_is(law: User, path: str, active: list[str]) -> None:
    assert [item.label for item in shown(law, path) if item.active] == active


def test_the_telephones_bar_has_its_own_items(ann: User) -> None:
    (item,) = shown(ann, bottom=True)
    assert (item.label, item.big, item.url) == ("Today below", True, "/")


def test_an_item_registered_twice_is_shown_once(ann: User) -> None:
    menu.register(MenuItem("Today", "today", "sun", order=1))
    assert len(shown(ann)) == 1
