"""Pure rules of rewards: amount, date, tax, key person, holds, ranks (R1, R3, R8, K4, L2, I1).

No database and no clock. Figures that a manager may change are arguments; their defaults are those
of the 2008 plan.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.money import Number, exact, yuan

Rank = TypeVar("Rank", bound="Decimal | int | float")


class Tier(Protocol):
    """From so many homes of a unit on, each home earns this much."""

    @property
    def homes(self) -> int: ...

    @property
    def amount(self) -> Decimal: ...


class Tenure(Protocol):
    """Who was key person from when to when; the last day is not included, None is still open."""

    @property
    def contact_id(self) -> int: ...

    @property
    def starts_on(self) -> date: ...

    @property
    def ends_on(self) -> date | None: ...


@dataclass(frozen=True)
class Bracket:
    """Up to this base (None: beyond all) the rate applies, less the quick deduction. Yuan."""

    up_to: Decimal | None
    rate: Decimal
    less: Decimal


@dataclass(frozen=True)
class TaxScale:
    """The figures of R8. Up to `flat_to` the allowance is `flat`, above it the base is a share."""

    incidental: Decimal = Decimal("0.20")
    flat_to: Decimal = Decimal(4000)
    flat: Decimal = Decimal(800)
    share: Decimal = Decimal("0.80")
    brackets: tuple[Bracket, ...] = (
        Bracket(Decimal(20000), Decimal("0.20"), Decimal(0)),
        Bracket(Decimal(50000), Decimal("0.30"), Decimal(2000)),
        Bracket(None, Decimal("0.40"), Decimal(7000)),
    )


@dataclass(frozen=True)
class YearStep:
    """From this total of rewards and gifts in a year on, these roles must look; none: it stops."""

    total: Decimal
    code: str
    label: str | Promise
    who: tuple[str, ...]


@dataclass(frozen=True)
class HoldReason:
    """Why a reward waits, and the roles that may release it; nobody may where `who` is empty."""

    code: str
    label: str | Promise
    who: tuple[str, ...]


YEAR_STEPS = (
    YearStep(
        Decimal(5000),
        "year_compliance",
        _("This year's rewards and gifts to this person have reached the first step."),
        ("compliance",),
    ),
    YearStep(
        Decimal(10000),
        "year_manager",
        _("This year's rewards and gifts to this person have reached the second step."),
        ("compliance", "manager"),
    ),
    YearStep(
        Decimal(30000),
        "year_stop",
        _("This year's rewards and gifts to this person have reached the limit."),
        (),
    ),
)
_LAW = ("compliance",)


@dataclass(frozen=True)
class Recipient:
    """What L2 asks of a reward: who gets it, from what unit, and the year's total with it."""

    official: bool
    public_sector: bool
    acknowledged: bool
    year_total: Decimal = Decimal(0)
    steps: Sequence[YearStep] = field(default=YEAR_STEPS)


def reward_amount(tiers: Iterable[Tier | tuple[int, Number]], homes: int) -> Decimal:
    """Yuan for one home when the unit has this many: the highest tier reached (R1). 0 if none."""
    pairs = (tier if isinstance(tier, tuple) else (tier.homes, tier.amount) for tier in tiers)
    met = [(least, exact(amount)) for least, amount in pairs if homes >= least]
    return yuan(max(met, default=(0, Decimal(0)))[1])


def payable_from(contract_date: date, days: int = 7) -> date:
    """The first day a reward may be paid: a week after the contract (R3)."""
    return contract_date + timedelta(days=days)


def tax_withheld(
    gross: Number,
    kind: str,
    month_gross: Number = 0,
    month_withheld: Number = 0,
    scale: TaxScale = TaxScale(),
) -> Decimal:
    """The tax to withhold from a payment, in yuan, by `kind`: none, incidental or labour (R8).

    `month_gross` and `month_withheld` are the person's month before this payment: the tax is that
    on the whole month less what was withheld, so that no splitting changes the sum. Never below
    zero. Raises ValueError for another kind and for amounts below zero.
    """
    paid, before, withheld = (yuan(value) for value in (gross, month_gross, month_withheld))
    if min(paid, before, withheld) < 0:
        raise ValueError("amounts are not below zero")
    return max(_month_tax(paid + before, kind, scale) - withheld, yuan(0))


def ranks(values: Sequence[Rank]) -> list[int]:
    """The rank of each value in the order given, the greatest first; equals share: 1, 1, 3 (I1)."""
    first: dict[Rank, int] = {}
    for place, value in enumerate(sorted(values, reverse=True), start=1):
        first.setdefault(value, place)
    return [first[value] for value in values]


def same_person_throughout(
    tenures: Iterable[Tenure],
    first_visit: date | None,
    contract: date | None,
    down_payment: date | None,
    contact_id: int,
) -> bool:
    """Whether the contact was key person from the first visit to contract and down payment (K4).

    Without a break: two tenures of the same person join only if one ends on the day the next
    starts. A day that has not come yet (None) means no, and so does a purchase before the visit.
    """
    if first_visit is None or contract is None or down_payment is None:
        return False
    last = max(contract, down_payment)
    if min(contract, down_payment) < first_visit:
        return False
    covered = first_visit  # the first day not yet shown to be his
    own = (tenure for tenure in tenures if tenure.contact_id == contact_id)
    for tenure in sorted(own, key=lambda tenure: tenure.starts_on):
        if tenure.starts_on <= covered:
            covered = max(covered, tenure.ends_on or date.max)
    return covered > last


def year_total(payments: Iterable[tuple[date, Number]], on: date, days: int = 30) -> Decimal:
    """What counts towards the year's steps on a day, in yuan (L2): `payments` up to that day.

    All of the calendar year, and those of the `days` before even across New Year, because payments
    that close together count as one.
    """
    since = min(date(on.year, 1, 1), on - timedelta(days=days))
    return yuan(sum((exact(amount) for day, amount in payments if since <= day <= on), Decimal(0)))


def hold_reasons(recipient: Recipient) -> tuple[HoldReason, ...]:
    """Why a reward or gift must wait, the gravest law first; empty if it may go on (L2, R9).

    A step of the year counts from the very amount on *(reading: 5,000 is looked at, not only
    5,000.01)*; only the highest step reached is named.
    """
    reasons = []
    if recipient.official:
        reasons.append(HoldReason("official", _("The recipient is a public official."), _LAW))
    if recipient.public_sector:
        reasons.append(HoldReason("public_sector", _("The unit is in the public sector."), _LAW))
    elif not recipient.acknowledged:
        text = _("The unit's written acknowledgement is not on file.")
        reasons.append(HoldReason("not_acknowledged", text, _LAW))
    reached = [step for step in recipient.steps if recipient.year_total >= step.total]
    if reached:
        step = max(reached, key=lambda step: step.total)
        reasons.append(HoldReason(step.code, step.label, step.who))
    return tuple(reasons)


def _month_tax(gross: Decimal, kind: str, scale: TaxScale) -> Decimal:
    if kind == "none":
        return yuan(0)
    if kind == "incidental":
        return yuan(gross * scale.incidental)
    if kind == "labour":
        return yuan(_labour_tax(gross, scale))
    raise ValueError(f"no such way to withhold tax: {kind}")


def _labour_tax(gross: Decimal, scale: TaxScale) -> Decimal:
    base = gross - scale.flat if gross <= scale.flat_to else gross * scale.share
    if base <= 0:
        return Decimal(0)
    bracket = next(b for b in scale.brackets if b.up_to is None or base <= b.up_to)
    return base * bracket.rate - bracket.less
