"""Planning: categories of units (U1) and campaigns with phases, rounds and targets (U3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from units.models import Campaign, Category, Phase, Round, Target, Unit


@dataclass(frozen=True)
class PlannedTarget:
    """What is to be reached; `categories` by code, for units won."""

    label: str
    kind: str
    goal: int
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class CampaignPlan:
    """A whole plan: `phases` (name, first, last), `rounds` (areas, units to be won) from 1."""

    name: str
    starts_on: date
    ends_on: date
    phases: tuple[tuple[str, date, date], ...] = ()
    rounds: tuple[tuple[str, str], ...] = ()
    targets: tuple[PlannedTarget, ...] = ()


@transaction.atomic
def category_add(*, facts: Mapping[str, Any], by: User) -> Category:
    """A new kind of unit; `facts` are the model's fields."""
    category = Category(**facts)
    category.full_clean()
    category.save(force_insert=True)
    audit.record("units.category.added", category, by=by, code=category.code)
    return category


@transaction.atomic
def campaign_add(*, project_id: int, plan: CampaignPlan, by: User) -> Campaign:
    """A campaign of one of the person's projects, with all its parts."""
    if project_id not in by.project_ids:
        raise DomainError(_("This project is not one of yours."))
    campaign = Campaign(
        project_id=project_id, name=plan.name, starts_on=plan.starts_on, ends_on=plan.ends_on
    )
    campaign.full_clean()
    campaign.save(force_insert=True)
    Phase.objects.bulk_create(
        Phase(campaign=campaign, name=name, starts_on=first, ends_on=last)
        for name, first, last in plan.phases
    )
    Round.objects.bulk_create(
        Round(campaign=campaign, number=number, areas=areas, planned=planned)
        for number, (areas, planned) in enumerate(plan.rounds, start=1)
    )
    for target in plan.targets:
        _add_target(campaign, target)
    audit.record("units.campaign.added", campaign, by=by)
    return campaign


@transaction.atomic
def round_unit_add(*, campaign_id: int, number: int, unit_id: int, by: User) -> Round:
    """Put a unit that was entered into its round."""
    rounds = Round.objects.select_for_update(no_key=True)
    found: Round = rounds.get(campaign_id=campaign_id, number=number)
    found.units.add(Unit.objects.get(pk=unit_id))
    return found


def _add_target(campaign: Campaign, planned: PlannedTarget) -> None:
    target = Target.objects.create(
        campaign=campaign, kind=planned.kind, label=planned.label, goal=planned.goal
    )
    target.categories.set(Category.objects.filter(code__in=planned.categories))
