"""The expansion plan: campaigns with phases, rounds and targets (U3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, versions
from core.errors import DomainError
from units.models import Campaign, Category, Phase, Round, Target, Unit
from units.services.shared import written

LAST_ROUND = 4


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
def campaign_add(*, project_id: int, plan: CampaignPlan, by: User) -> Campaign:
    """A campaign of one of the person's projects, with all its parts."""
    if project_id not in by.project_ids:
        raise DomainError(_("This project is not one of yours."))
    campaign = Campaign(
        project_id=project_id, name=plan.name, starts_on=plan.starts_on, ends_on=plan.ends_on
    )
    written(campaign)
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
def campaign_edit(
    *, campaign_id: int, version: int, facts: Mapping[str, Any], by: User
) -> Campaign:
    """Another name or window; refused while a phase lies outside it."""
    campaign = _locked(campaign_id)
    versions.check(campaign, version)
    for name in ("name", "starts_on", "ends_on"):
        setattr(campaign, name, facts[name])
    outside = campaign.phases.exclude(
        starts_on__gte=campaign.starts_on, ends_on__lte=campaign.ends_on
    ).first()
    if outside is not None:
        raise DomainError(
            _("The phase “%(name)s” would lie outside. Change it first.") % {"name": outside.name}
        )
    versions.bump(campaign)
    written(campaign)
    audit.record("units.campaign.changed", campaign, by=by)
    return campaign


@transaction.atomic
def phase_save(
    *, campaign_id: int, facts: Mapping[str, Any], by: User, phase_id: int | None = None
) -> Campaign:
    """A new phase, or one corrected; it lies inside the campaign's window."""
    campaign = _locked(campaign_id)
    phase = _part(Phase, phase_id, campaign)
    for name in ("name", "starts_on", "ends_on"):
        setattr(phase, name, facts[name])
    if phase.starts_on < campaign.starts_on or phase.ends_on > campaign.ends_on:
        raise DomainError(
            _("A phase lies inside the campaign: %(first)s to %(last)s.")
            % {"first": campaign.starts_on, "last": campaign.ends_on},
            field="starts_on" if phase.starts_on < campaign.starts_on else "ends_on",
        )
    written(phase)
    audit.record("units.campaign.phase", campaign, by=by, phase=phase.pk)
    return campaign


@transaction.atomic
def round_save(
    *, campaign_id: int, facts: Mapping[str, Any], by: User, round_id: int | None = None
) -> Campaign:
    """The next of four rounds, or one corrected: its areas, the plan's names, its units."""
    campaign = _locked(campaign_id)
    found = _part(Round, round_id, campaign)
    if round_id is None:
        found.number = campaign.rounds.count() + 1
        if found.number > LAST_ROUND:
            raise DomainError(_("A campaign has four rounds. Change one of them."))
    found.areas, found.planned = facts["areas"], facts["planned"]
    units: Iterable[Unit] = facts["units"]
    if any(unit.project_id != campaign.project_id for unit in units):
        raise DomainError(_("A unit of another project cannot be won here."), field="units")
    written(found)
    _replace_units(found, units, by)
    audit.record("units.campaign.round", campaign, by=by, round=found.number)
    return campaign


@transaction.atomic
def target_save(
    *, campaign_id: int, facts: Mapping[str, Any], by: User, target_id: int | None = None
) -> Campaign:
    """A new target, or one corrected."""
    campaign = _locked(campaign_id)
    target = _part(Target, target_id, campaign)
    for name in ("kind", "label", "goal"):
        setattr(target, name, facts[name])
    written(target)
    target.categories.set(facts["categories"])
    audit.record("units.campaign.target", campaign, by=by, target=target.pk, goal=target.goal)
    return campaign


@transaction.atomic
def campaign_cut(*, campaign_id: int, part: str, by: User) -> Campaign:
    """Take a phase or target out of the plan; `part` is "phase:<key>" or "target:<key>"."""
    campaign = _locked(campaign_id)
    kind, _colon, key = part.partition(":")
    rows: Any = {"phase": campaign.phases, "target": campaign.targets}.get(kind)
    found = rows.filter(pk=key).first() if rows is not None and key.isdecimal() else None
    if found is None:
        raise DomainError(_("This is no part of the plan any more. Choose another."), field="part")
    audit.record("units.campaign.cut", campaign, by=by, what=kind)
    found.delete()
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


def _locked(campaign_id: int) -> Campaign:
    rows = Campaign.objects.select_for_update(no_key=True, of=("self",))
    campaign: Campaign = rows.get(pk=campaign_id)
    return campaign


def _part(model: Any, part_id: int | None, campaign: Campaign) -> Any:
    """The part of this campaign, or a new one."""
    if part_id is None:
        return model(campaign=campaign)
    return model.objects.get(pk=part_id, campaign=campaign)


def _replace_units(found: Round, units: Iterable[Unit], by: User) -> None:
    """What one does not see stays; among what one sees, exactly these are in the round."""
    seen = Unit.objects.visible_to(by)
    found.units.remove(*found.units.filter(pk__in=seen.values("pk")))
    found.units.add(*units)
