"""Pure rules of who gets which group multiplier, and what a signed buyer is owed (P3–P6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.money import yuan
from pricing.policies import HomesTier, PricingPolicy
from pricing.rules import group_multiplier, price_steps

MEMBERS = "members"
CERTIFICATE = "certificate"
NO_DISCOUNT = Decimal(1)


@dataclass(frozen=True)
class GroupCase:
    """One buyer: the group rule of the unit's category, the unit's count, what the person has."""

    rule: str
    homes: int
    certificate: bool = False
    key_person: bool = False


def tiers_of(policy: PricingPolicy, rule: str) -> tuple[HomesTier, ...]:
    """The tiers of a group rule; none for categories that do not buy as a group."""
    return {MEMBERS: policy.member_tiers, CERTIFICATE: policy.certificate_tiers}.get(rule, ())


def multiplier_for(policy: PricingPolicy, case: GroupCase) -> Decimal:
    """The group multiplier of one purchase, 1 for none.

    By certificate the buyer's own home counts from the start, so a count of 0 is 1; without the
    certificate there is nothing, for the key person either. A key person of a group by number gets
    its best tier whatever the count (P6).
    """
    tiers = tiers_of(policy, case.rule)
    if case.rule == CERTIFICATE and not case.certificate:
        return NO_DISCOUNT
    if case.key_person and policy.key_person_any_count:
        return min((tier.multiplier for tier in tiers), default=NO_DISCOUNT)
    homes = max(case.homes, 1) if case.rule == CERTIFICATE else case.homes
    return group_multiplier(tiers, homes)


def next_tier(tiers: Sequence[HomesTier], homes: int) -> HomesTier | None:
    """The nearest tier above the count that is better than what the count has; None at the top."""
    now = group_multiplier(tiers, homes)
    better = [tier for tier in tiers if tier.homes > homes and tier.multiplier < now]
    return min(better, key=lambda tier: tier.homes, default=None)


@dataclass(frozen=True)
class Signed:
    """A signed price: what the contract says, from which list price and plan it came (yuan)."""

    contract_price: Decimal
    list_price: Decimal
    plan_multiplier: Decimal
    owed_already: Decimal = Decimal(0)


def difference_due(signed: Signed, multiplier: Decimal) -> Decimal:
    """What the buyer is owed beside what was owed before, in yuan; 0.00 if nothing (P5)."""
    now = price_steps(signed.list_price, signed.plan_multiplier, multiplier)[-1].price
    return max(yuan(0), signed.contract_price - now - signed.owed_already)


def first_tier_multiplier(tiers: Sequence[HomesTier]) -> Decimal:
    """What the price list shows as group conditions: the tier with the fewest homes; 1 if none."""
    first = min(tiers, key=lambda tier: tier.homes, default=None)
    return first.multiplier if first else NO_DISCOUNT
