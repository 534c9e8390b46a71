"""Every arrow and every non-arrow of homes, purchases and differences (P10)."""

from itertools import product

import pytest

from pricing import states
from pricing.states import DifferenceState, HomeState, PurchaseState

ALLOWED = {
    ("reserved", "subscribed"),
    ("reserved", "cancelled"),
    ("subscribed", "contracted"),
    ("subscribed", "cancelled"),
    ("contracted", "down_paid"),
    ("contracted", "cancelled"),
    ("down_paid", "completed"),
    ("down_paid", "cancelled"),
}


@pytest.mark.parametrize(("was", "to"), list(product(PurchaseState, PurchaseState)))
def test_p10_purchase_arrows(was: str, to: str) -> None:
    assert (to in states.PURCHASE_TRANSITIONS[was]) == ((was, to) in ALLOWED)


@pytest.mark.parametrize(("was", "to"), list(product(HomeState, HomeState)))
def test_p10_home_arrows(was: str, to: str) -> None:
    allowed = {
        ("available", "reserved"),
        ("reserved", "sold"),
        ("reserved", "available"),
        ("sold", "available"),
    }
    assert (to in states.HOME_TRANSITIONS[was]) == ((was, to) in allowed)


@pytest.mark.parametrize(("was", "to"), list(product(DifferenceState, DifferenceState)))
def test_p5_difference_arrows(was: str, to: str) -> None:
    allowed = {("due", "settled"), ("due", "void"), ("settled", "due")}
    assert (to in states.DIFFERENCE_TRANSITIONS[was]) == ((was, to) in allowed)


def test_p4_what_counts_is_subscribed_or_signed() -> None:
    assert {"subscribed", "contracted", "down_paid", "completed"} == states.COUNTED
    assert not states.UNSIGNED & states.SIGNED
