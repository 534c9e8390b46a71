"""The board of purchases: each card offers the steps its reader may do (P10, ux)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Project, User
from pricing.models import Purchase
from tests.pricing import factories as make
from units.models import Unit

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]


@pytest.fixture
def chamber(project: Project, ann: User) -> Unit:
    make.campaign(project)
    return make.unit(ann)


def url(name: str, row: Any) -> str:
    return reverse(name, args=[row.pk])


def test_p10_each_card_offers_the_steps_its_reader_may_do(
    chamber: Unit, ann: User, fin1: User, manager: User, as_user: SignIn
) -> None:
    first, second = make.reserved(ann, chamber), make.subscribed(ann, fin1, chamber)
    steps = {}
    for who in (ann, fin1, manager):
        board = as_user(who).get(reverse("purchase_list"), {"as": "board"}).context["columns"]
        cards = [column.cards[0] for column in board[:2]]
        steps[who.username] = [[step.to for step in card.own_steps] for card in cards]
    assert steps == {
        "ann": [[], ["contracted"]],
        "fin1": [["subscribed"], []],
        "manager": [["cancelled"], ["contracted", "cancelled"]],
    }
    text = as_user(fin1).get(reverse("purchase_list"), {"as": "board"}).text
    assert f'href="{url("purchase_deposit", first)}" data-dialog="here"' in text
    assert url("purchase_contract", second) not in text


def test_p10_a_step_done_from_the_board_leaves_one_there(
    chamber: Unit, ann: User, fin1: User, as_user: SignIn
) -> None:
    address = url("purchase_deposit", make.reserved(ann, chamber))
    asked = {"X-Tuoke-Dialog": "d1 here", "HX-Request": "true"}
    sent = {"amount": "20000", "received_on": f"{make.today()}"}
    answer = as_user(fin1).post(address, sent, headers=asked)
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")
    assert "HX-Redirect" not in answer.headers
    again = as_user(fin1).post(address, sent, headers=asked)
    assert again.status_code == 422
    assert Purchase.objects.get().state == "subscribed"
