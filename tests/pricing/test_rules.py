"""Rules of prices: steps of a quote and group multipliers (P1, P2, P3)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from core.policies.selectors import _lines
from core.policies.values import slots
from pricing.policies import PricingPolicy
from pricing.rules import group_multiplier, price_steps, total_saving

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Tier:
    homes: int
    multiplier: Decimal


def test_p2_worked_example() -> None:
    steps = price_steps(Decimal(130) * Decimal(3400), Decimal("0.98"), Decimal("0.98"))
    assert [(str(step.multiplier), str(step.price), str(step.saving)) for step in steps] == [
        ("1", "442000.00", "0.00"),
        ("0.98", "433160.00", "8840.00"),
        ("0.98", "424496.80", "8663.20"),
    ]
    assert str(total_saving(steps)) == "17503.20"


def test_p1_every_step_has_its_own_label() -> None:
    assert len({str(step.label) for step in price_steps(100, 1, 1)}) == 3


def test_p1_each_step_rounds_before_the_next() -> None:
    steps = price_steps("100.05", "0.50", "0.50")
    assert [str(step.price) for step in steps] == ["100.05", "50.03", "25.02"]


def test_p1_multiplier_one_keeps_its_row() -> None:
    steps = price_steps(442000, 1, 1)
    assert [str(step.saving) for step in steps] == ["0.00", "0.00", "0.00"]
    assert str(total_saving(steps)) == "0.00"


@pytest.mark.parametrize("prices", [(-1, 1, 1), (100, 0, 1), (100, 1, "-0.98"), ("abc", 1, 1)])
def test_p1_nonsense_is_refused(prices: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match=r"zero|amount"):
        price_steps(*prices)


multipliers = st.decimals("0.5", "1", places=4)


@settings(deadline=None)
@given(st.decimals(0, 10**8, places=2), multipliers, multipliers)
def test_p1_prices_and_savings_add_up(price: Decimal, plan: Decimal, group: Decimal) -> None:
    steps = price_steps(price, plan, group)
    assert steps[-1].price + total_saving(steps) == price
    assert all(step.saving >= 0 for step in steps)
    for before, after in pairwise(steps):
        assert after.price == (before.price * after.multiplier).quantize(CENT, ROUND_HALF_UP)


@pytest.mark.parametrize(("homes", "expected"), [(0, "1"), (8, "1"), (9, "0.98"), (10, "0.98")])
def test_p3_nine_or_more_includes_nine(homes: int, expected: str) -> None:
    assert group_multiplier([(9, Decimal("0.98"))], homes) == Decimal(expected)
    assert group_multiplier([Tier(9, Decimal("0.98"))], homes) == Decimal(expected)


def test_p3_best_of_the_tiers_met_applies() -> None:
    tiers = [(9, "0.98"), (20, "0.97"), (30, "0.975"), (50, "0.95")]
    assert group_multiplier(tiers, 19) == Decimal("0.98")
    assert group_multiplier(tiers, 20) == Decimal("0.97")
    assert group_multiplier(tiers, 30) == Decimal("0.97")  # a higher tier is not always better


def test_p3_certificate_holders_from_the_first_home() -> None:
    assert group_multiplier([(1, Decimal("0.98"))], 1) == Decimal("0.98")


def test_p3_no_tier_no_discount() -> None:
    assert group_multiplier([], 100) == Decimal(1)


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [
        ("en", "one_time", ["2 % off"]),
        ("zh-hans", "one_time", ["9.8折"]),
        ("zh-hans", "mortgage", ["无折扣"]),
        ("en", "member_tiers", ["from home 9 on: 2 % off"]),
        ("zh-hans", "member_tiers", ["满9套：9.8折"]),
    ],
)
def test_p1_p3_numbers_are_shown_as_people_say_them(
    language: str, name: str, said: list[str]
) -> None:
    values = PricingPolicy()
    slot = {slot.name: slot for slot in slots(PricingPolicy)}[name]
    with override(language):
        assert _lines(slot, getattr(values, name)) == said
