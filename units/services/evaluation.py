"""Judging a unit (U4): factors to scores to a grade, each judgement kept."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.policies import policy_on
from units.models import Evaluation, Unit
from units.policies import EvaluationPolicy
from units.rules import Factor, grade, score
from units.services.shared import locked_unit
from units.signals import unit_evaluated

STRENGTH = ("headcount", "income", "cars", "need")
SINCERITY = ("help", "intention", "self_build", "assembly", "deposits")
AGAINST = frozenset({"self_build"})


@transaction.atomic
def unit_evaluate(*, unit_id: int, factors: Mapping[str, int | None], by: User) -> Evaluation:
    """Keep an evaluation and make its grade the unit's. `factors`: 0–100, None where unknown."""
    unit = locked_unit(unit_id)
    now = timezone.now()
    policy = policy_on(EvaluationPolicy, timezone.localdate(now))
    strength = _score(STRENGTH, factors, policy)
    sincerity = _score(SINCERITY, factors, policy)
    steps = (("A", policy.grade_a), ("B", policy.grade_b), ("C", policy.grade_c))
    evaluation = Evaluation.objects.create(
        unit=unit,
        factors=dict(factors),
        strength=strength,
        sincerity=sincerity,
        grade=grade(strength, sincerity, steps),
        policy_id=policy.policy_id,
        by=by,
        at=now,
    )
    unit.strength, unit.sincerity, unit.grade = strength, sincerity, evaluation.grade
    unit.save(update_fields=["strength", "sincerity", "grade"])
    unit_evaluated.send(Unit, unit=unit, evaluation=evaluation, by=by)
    audit.record("units.unit.evaluated", unit, by=by, grade=unit.grade)
    return evaluation


def _score(
    names: tuple[str, ...], factors: Mapping[str, int | None], policy: EvaluationPolicy
) -> int:
    return round(
        score(
            Factor(factors.get(name), getattr(policy, name), against=name in AGAINST)
            for name in names
        )
    )
