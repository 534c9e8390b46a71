"""Evaluations read back: the working of each, and what changed from one to the next (U4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise

from core.models import PolicyRow
from core.policies import from_row
from units.labels import FACTORS
from units.models import Evaluation, Unit
from units.policies import SINCERITY, STRENGTH, EvaluationPolicy
from units.rules import Part, working

MOST = 60  # evaluations on one page; one a month for five years


@dataclass(frozen=True)
class Working:
    """How one score came about: the parts, their sums, the score."""

    parts: list[Part]
    score: Decimal

    @property
    def products(self) -> Decimal:
        """The sum of points × weight."""
        return sum((part.product for part in self.parts), Decimal(0))

    @property
    def weights(self) -> Decimal:
        """The sum of the weights."""
        return sum((part.weight for part in self.parts), Decimal(0))


@dataclass(frozen=True)
class Change:
    """A factor judged otherwise than before; None where it was or is not known."""

    name: str
    was: int | None
    now: int | None

    @property
    def label(self) -> str | Promise:
        """What the factor is called."""
        return FACTORS[self.name]

    @property
    def difference(self) -> int | None:
        """By how many points; None where one of the two is not known."""
        return None if self.was is None or self.now is None else self.now - self.was


@dataclass(frozen=True)
class Judged:
    """One evaluation with its working and what changed since the one before it."""

    row: Evaluation
    strength: Working
    sincerity: Working
    changes: list[Change]
    first: bool

    @property
    def mean(self) -> Decimal:
        """What the grade is given on."""
        return (self.row.strength + self.row.sincerity) / 2


def evaluations_of(unit: Unit) -> list[Judged]:
    """The newest first, each with the weights of its own day; two queries."""
    rows = list(unit.evaluations.select_related("by")[: MOST + 1])
    policies = _policies(rows)
    judged = []
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        policy = policies.get(row.policy_id or 0, EvaluationPolicy())
        judged.append(_judged(row, before, policy))
    return judged[:MOST]


def changes_between(now: Evaluation, before: Evaluation | None) -> list[Change]:
    """Factor by factor what is judged otherwise; nothing for the first."""
    if before is None:
        return []
    pairs = [
        Change(name, before.factors.get(name), now.factors.get(name))
        for name in (*STRENGTH, *SINCERITY)
    ]
    return [change for change in pairs if change.was != change.now]


def _policies(rows: Iterable[Evaluation]) -> dict[int, EvaluationPolicy]:
    kept = PolicyRow.objects.filter(pk__in={row.policy_id for row in rows if row.policy_id})
    return {row.pk: from_row(EvaluationPolicy, row) for row in kept}


def _judged(row: Evaluation, before: Evaluation | None, policy: EvaluationPolicy) -> Judged:
    return Judged(
        row,
        Working(working(policy.factors(STRENGTH, row.factors)), row.strength),
        Working(working(policy.factors(SINCERITY, row.factors)), row.sincerity),
        changes_between(row, before),
        before is None,
    )
