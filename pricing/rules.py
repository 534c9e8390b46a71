"""Pure rules of prices: the steps of a quote and the group multiplier (P1, P2, P3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.money import Number, exact, yuan


@dataclass(frozen=True)
class PriceStep:
    """One row of a quote: what was applied, the price after it, what it saved. Yuan."""

    label: str | Promise
    multiplier: Decimal
    price: Decimal
    saving: Decimal


class Tier(Protocol):
    """So many homes earn this multiplier."""

    @property
    def homes(self) -> int: ...

    @property
    def multiplier(self) -> Decimal: ...


def price_steps(
    list_price: Number, plan_multiplier: Number, group_multiplier: Number
) -> list[PriceStep]:
    """List price, payment plan, group discount: three rows, each rounded before the next (P1).

    A multiplier of 1 still has its row, saving 0.00. Raises ValueError for a price below zero and
    a multiplier that is not above zero.
    """
    price = yuan(list_price)
    if price < 0:
        raise ValueError("a price is not below zero")
    first = PriceStep(_("List price"), Decimal(1), price, yuan(0))
    plan = _apply(first, _("Payment plan"), plan_multiplier)
    return [first, plan, _apply(plan, _("Group discount"), group_multiplier)]


def total_saving(steps: Iterable[PriceStep]) -> Decimal:
    """What all steps of a quote save together, in yuan (P1)."""
    return yuan(sum((step.saving for step in steps), Decimal(0)))


def group_multiplier(tiers: Iterable[Tier | tuple[int, Number]], homes: int) -> Decimal:
    """The best (lowest) multiplier among the tiers met; "9 or more" includes 9 (P3). 1 if none."""
    pairs = (tier if isinstance(tier, tuple) else (tier.homes, tier.multiplier) for tier in tiers)
    met = [exact(multiplier) for least, multiplier in pairs if homes >= least]
    return min(met, default=Decimal(1))


def _apply(before: PriceStep, label: str | Promise, multiplier: Number) -> PriceStep:
    share = exact(multiplier)
    if share <= 0:
        raise ValueError("a multiplier is above zero")
    price = yuan(before.price * share)
    return PriceStep(label, share, price, before.price - price)
