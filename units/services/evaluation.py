"""Judging a unit (U4): factors to scores to a grade, each judgement kept."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.policies import policy_on
from units.models import Evaluation, Unit
from units.policies import SINCERITY, STRENGTH, EvaluationPolicy
from units.rules import grade, score
from units.services.shared import locked_unit
from units.signals import unit_evaluated


@transaction.atomic
def unit_evaluate(*, unit_id: int, factors: Mapping[str, int | None], by: User) -> Evaluation:
    """Keep an evaluation and make its grade the unit's. `factors`: 0–100, None where unknown."""
    unit = locked_unit(unit_id)
    now = timezone.now()
    policy = policy_on(EvaluationPolicy, timezone.localdate(now))
    strength = score(policy.factors(STRENGTH, factors).values())
    sincerity = score(policy.factors(SINCERITY, factors).values())
    evaluation = Evaluation.objects.create(
        unit=unit,
        factors=dict(factors),
        strength=strength,
        sincerity=sincerity,
        grade=grade(strength, sincerity, policy.steps),
        policy_id=policy.policy_id,
        by=by,
        at=now,
    )
    unit.strength, unit.sincerity, unit.grade = strength, sincerity, evaluation.grade
    unit.save(update_fields=["strength", "sincerity", "grade"])
    unit_evaluated.send(Unit, unit=unit, evaluation=evaluation, by=by)
    audit.record("units.unit.evaluated", unit, by=by, grade=unit.grade)
    return evaluation


def unit_regrade(*, unit: Unit) -> None:
    """Give the unit the grade of its last evaluation, or none; the caller holds its lock."""
    last: Evaluation | None = unit.evaluations.order_by("-pk").first()
    unit.strength = last.strength if last else None
    unit.sincerity = last.sincerity if last else None
    unit.grade = last.grade if last else ""
    unit.save(update_fields=["strength", "sincerity", "grade"])
