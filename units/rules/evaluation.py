"""Scores and grades (U4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.money import Number, exact


@dataclass(frozen=True)
class Factor:
    """One answer of an evaluation: 0 to 100, None if not known; `against` counts it reversed."""

    value: Number | None
    weight: Number = 1
    against: bool = False


def score(factors: Iterable[Factor]) -> Decimal:
    """Purchasing strength or sincerity: the weighted mean, 0 to 100, one place, half up (U4).

    What is not known counts neither way; where nothing is known (or weighs), the score is 0.
    """
    known = [
        (_points(factor), exact(factor.weight)) for factor in factors if factor.value is not None
    ]
    weight = sum((share for _, share in known), Decimal(0))
    if not weight:
        return Decimal("0.0")
    total = sum((points * share for points, share in known), Decimal(0))
    return (total / weight).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Part:
    """One factor's part of a score: points (reversed where it counts against) × weight."""

    name: str
    value: Decimal
    points: Decimal
    weight: Decimal
    against: bool

    @property
    def product(self) -> Decimal:
        """What it adds to the sum that is divided by the weights."""
        return self.points * self.weight


def working(factors: Mapping[str, Factor]) -> list[Part]:
    """The parts a score is made of, for checking it by hand; what is not known has none (U4)."""
    return [
        Part(name, exact(factor.value), _points(factor), exact(factor.weight), factor.against)
        for name, factor in factors.items()
        if factor.value is not None
    ]


def grade(
    strength: Number,
    sincerity: Number,
    steps: Sequence[tuple[str, Number]] = (("A", 80), ("B", 60), ("C", 40)),
) -> str:
    """A, B, C or D by the mean of the two (U4); `steps` from the best, each with its least mean.

    Raises ValueError where either is not between 0 and 100.
    """
    mean = (_percent(strength) + _percent(sincerity)) / 2
    return next((name for name, least in steps if mean >= exact(least)), "D")


def _percent(value: Number) -> Decimal:
    number = exact(value)
    if not 0 <= number <= 100:
        raise ValueError("not between 0 and 100")
    return number


def _points(factor: Factor) -> Decimal:
    points = _percent(factor.value if factor.value is not None else 0)
    return 100 - points if factor.against else points
