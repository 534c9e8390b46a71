"""Who gets which multiplier, what is missing to the next, what a signed buyer is owed (P3–P6)."""

from decimal import Decimal

import pytest

from pricing.policies import HomesTier, PricingPolicy
from pricing.terms import (
    CERTIFICATE,
    MEMBERS,
    GroupCase,
    Signed,
    difference_due,
    first_tier_multiplier,
    multiplier_for,
    next_tier,
    tiers_of,
)

POLICY = PricingPolicy()
TWO = (HomesTier(9, Decimal("0.98")), HomesTier(20, Decimal("0.97")))


@pytest.mark.parametrize(
    ("case", "multiplier"),
    [
        (GroupCase(MEMBERS, 8), "1"),
        (GroupCase(MEMBERS, 9), "0.98"),
        (GroupCase(MEMBERS, 0, certificate=True), "1"),
        (GroupCase(MEMBERS, 0, key_person=True), "0.98"),
        (GroupCase(CERTIFICATE, 0, certificate=True), "0.98"),
        (GroupCase(CERTIFICATE, 30), "1"),
        (GroupCase(CERTIFICATE, 0, key_person=True), "1"),
        (GroupCase("none", 30, certificate=True, key_person=True), "1"),
    ],
)
def test_p3_p6_multiplier(case: GroupCase, multiplier: str) -> None:
    assert multiplier_for(POLICY, case) == Decimal(multiplier)


def test_p6_the_best_tier_whatever_the_count() -> None:
    case = GroupCase(MEMBERS, 0, key_person=True)
    assert multiplier_for(PricingPolicy(member_tiers=TWO), case) == Decimal("0.97")
    off = PricingPolicy(member_tiers=TWO, key_person_any_count=False)
    assert multiplier_for(off, case) == 1


@pytest.mark.parametrize(("homes", "goal"), [(0, 9), (8, 9), (9, 20), (19, 20), (20, None)])
def test_p3_next_tier(homes: int, goal: int | None) -> None:
    tier = next_tier(TWO, homes)
    assert (tier and tier.homes) == goal


def test_p3_a_worse_tier_is_no_goal() -> None:
    assert next_tier((HomesTier(9, Decimal("0.98")), HomesTier(20, Decimal("0.99"))), 9) is None


def test_p11_the_list_shows_the_first_tier() -> None:
    assert first_tier_multiplier(TWO) == Decimal("0.98")
    assert first_tier_multiplier(tiers_of(POLICY, "none")) == 1


@pytest.mark.parametrize(
    ("contract", "multiplier", "owed", "due"),
    [
        ("433160.00", "0.98", "0.00", "8663.20"),
        ("433160.00", "0.97", "8663.20", "4331.60"),
        ("433160.00", "0.98", "8663.20", "0.00"),
        ("424496.80", "0.98", "0.00", "0.00"),
        ("424496.80", "1", "0.00", "0.00"),
    ],
)
def test_p5_what_a_signed_buyer_is_owed(
    contract: str, multiplier: str, owed: str, due: str
) -> None:
    signed = Signed(Decimal(contract), Decimal("442000.00"), Decimal("0.98"), Decimal(owed))
    assert difference_due(signed, Decimal(multiplier)) == Decimal(due)
