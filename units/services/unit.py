"""Units: added, changed, learned about, given to somebody (U2, U5, U6, V5)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from core import audit, sound, versions
from core.errors import DomainError
from core.policies import policy_on
from units.models import OwnershipChange, Unit, UnitFact
from units.policies import OwnershipPolicy
from units.rules import normalise_name
from units.search import doubled
from units.services.shared import keep, locked_unit
from units.signals import unit_assigned

# What a visit or a person may change; everything else is the services' own.
FACTS = (
    "name",
    "short_name",
    "category",
    "telephone",
    "industry",
    "address",
    "latitude",
    "longitude",
    "headcount",
    "income",
    "office",
    "living",
    "self_build",
    "cars",
    "people_flow",
    "location",
    "activities",
    "notice_channels",
    "promotion_place",
    "promotion_method",
    "assembly",
    "remarks",
)


@transaction.atomic
def unit_add(*, facts: Mapping[str, Any], by: User) -> Unit:
    """A new unit, followed by who enters it and protected from today (U5, U6)."""
    today = timezone.localdate()
    team = _team_of(by)
    unit = Unit(
        project_id=team.project_id if team else _only_project(by),
        team=team,
        owner=by,
        created_by=by,
        protected_until=_protection_from(today),
        **_only_facts(facts),
    )
    _spell(unit)
    refuse_same_name(unit)
    keep(unit, _same_name())
    OwnershipChange.objects.create(
        unit=unit, to_owner=by, to_team=team, why="", by=by, at=timezone.now()
    )
    audit.record("units.unit.added", unit, by=by, owner=by.pk, team=unit.team_id)
    return unit


@transaction.atomic
def unit_edit(*, unit_id: int, version: int, facts: Mapping[str, Any], by: User) -> Unit:
    """Correct a unit; refused when somebody saved it since `version`."""
    unit = locked_unit(unit_id)
    versions.check(unit, version)
    return _learn(unit, facts, UnitFact.Source.ENTERED, None, by)


@transaction.atomic
def unit_learn(
    *, unit_id: int, facts: Mapping[str, Any], source: str, source_id: int | None, by: User
) -> Unit:
    """Update the unit with what was learned, and keep where it came from (V5)."""
    unit = locked_unit(unit_id)
    return _learn(unit, facts, source, source_id, by)


@transaction.atomic
def contact_made(*, unit_id: int, at: datetime, by: User) -> Unit:
    """Somebody of ours was in touch: the last contact and the protection move (U6, U7)."""
    unit = locked_unit(unit_id)
    if unit.last_contact_at is None or unit.last_contact_at < at:
        unit.last_contact_at = at
        until = _protection_from(timezone.localdate(at))
        unit.protected_until = max(until, unit.protected_until or until)
        unit.save(update_fields=["last_contact_at", "protected_until"])
    return unit


@transaction.atomic
def unit_visited(*, unit_id: int, at: datetime, by: User) -> Unit:
    """A visit was reported: `visit_count` is its number, the earliest is the first (V4, K4)."""
    unit = locked_unit(unit_id)
    day = timezone.localdate(at)
    unit.visit_count += 1
    unit.first_visit_on = min(day, unit.first_visit_on or day)
    unit.save(update_fields=["visit_count", "first_visit_on"])
    return contact_made(unit_id=unit_id, at=at, by=by)


@transaction.atomic
def unit_assign(*, unit_id: int, owner_id: int, team_id: int, why: str, by: User) -> Unit:
    """Give the unit and its people to another salesperson; recorded with who, when, why (U5)."""
    unit = locked_unit(unit_id)
    owner, team = User.objects.get(pk=owner_id), Team.objects.get(pk=team_id)
    if team.project_id != unit.project_id:
        raise DomainError(_("The team works for another project. Choose one of this project."))
    change = OwnershipChange.objects.create(
        unit=unit,
        from_owner=unit.owner,
        from_team=unit.team,
        to_owner=owner,
        to_team=team,
        why=why,
        by=by,
        at=timezone.now(),
    )
    unit.owner, unit.team = owner, team
    unit.save(update_fields=["owner", "team", versions.bump(unit)])
    unit.contacts.update(owner=owner, team=team)
    unit_assigned.send(Unit, unit=unit, change=change, by=by)
    audit.record(
        "units.unit.assigned", unit, by=by, was=change.from_owner_id, now=owner.pk, why=why
    )
    return unit


def refuse_same_name(unit: Unit) -> None:
    """DomainError where the project has a unit of the same normalised name (U8)."""
    same = Unit.objects.filter(project_id=unit.project_id, normalised=unit.normalised)
    if same.exclude(pk=unit.pk).exists():
        raise _same_name()


def _same_name() -> DomainError:
    return DomainError(
        _("A unit of this name is in the project already. Look it up before you add it."),
        field="name",
    )


def _learn(
    unit: Unit, facts: Mapping[str, Any], source: str, source_id: int | None, by: User
) -> Unit:
    """Write what really changed; the caller holds the lock."""
    changed = {
        name: value
        for name, value in _only_facts(facts).items()
        if value not in (None, "") or source == UnitFact.Source.ENTERED
        if getattr(unit, name) != value
    }
    if not changed:
        return unit
    now = timezone.now()
    rows = []
    for name, value in changed.items():
        was = getattr(unit, name)
        rows.append(
            UnitFact(
                unit=unit,
                field=name,
                was=_text(was),
                value=_text(value),
                source=source,
                source_id=source_id,
                by=by,
                at=now,
            )
        )
        setattr(unit, name, value)
    fields = [*changed, *_respell(unit, changed), versions.bump(unit)]
    keep(unit, _same_name(), fields)
    UnitFact.objects.bulk_create(rows)
    return unit


def _respell(unit: Unit, changed: Mapping[str, Any]) -> list[str]:
    if "name" not in changed:
        return []
    _spell(unit)
    refuse_same_name(unit)
    return ["normalised", "doubled", "sound", "initials"]


def _spell(unit: Unit) -> None:
    """How the unit is found and sorted."""
    unit.normalised = normalise_name(unit.name)[:120]
    unit.doubled = doubled(unit.normalised)
    unit.sound = sound.pinyin(unit.name, person=False)[:200]
    unit.initials = sound.initials(unit.name, person=False)[:60]


def _only_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in FACTS if name in facts}


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def _protection_from(day: Any) -> Any:
    return day + timedelta(days=policy_on(OwnershipPolicy, day).protection_days)


def _team_of(user: User) -> Team | None:
    membership = user.memberships.on(timezone.localdate()).select_related("team").first()
    return membership.team if membership else None


def _only_project(user: User) -> int:
    """A manager's project; who works for several says which by being in a team of it."""
    if len(user.project_ids) != 1:
        raise DomainError(_("You work for no project or for several. Ask for a place in a team."))
    return next(iter(user.project_ids))
