"""Units: added, changed, learned about, given to somebody (U2, U5, U6, V5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from core import audit, sound, versions
from core.abilities import Role
from core.errors import DomainError
from core.policies import policy_on
from units.models import OwnershipChange, Unit, UnitFact
from units.policies import OwnershipPolicy
from units.rules import normalise_name, protection_end
from units.search import doubled, short_spelled
from units.services.group import lock_groups, refuse_group
from units.services.public_sector import leaves_public, refuse_leaving_public, unit_left_public
from units.services.shared import keep, locked_unit

# What a visit or a person may change; everything else is the services' own.
FACTS = (
    "name",
    "short_name",
    "category",
    "parent",
    "telephone",
    "industry",
    "address",
    "latitude",
    "longitude",
    "headcount",
    "income",
    "office",
    "living",
    "self_build_soon",
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
SPELT = ("normalised", "doubled", "sound", "initials", "short_spelled")


@dataclass(frozen=True)
class Place:
    """Where a new unit belongs: whose it is, and until when it is protected (U5, U6)."""

    project_id: int
    team: Team | None
    owner: User
    protected_until: date


def place_of(owner: User) -> Place:
    """Where what `owner` enters belongs: the team of today, else the only project."""
    team = _team_of(owner)
    project = team.project_id if team else _only_project(owner)
    return Place(project, team, owner, _protection_from(timezone.localdate()))


def new_unit(facts: Mapping[str, Any], place: Place, by: User) -> Unit:
    """A unit as it will be written. DomainError where its facts are refused."""
    unit = Unit(
        project_id=place.project_id,
        team=place.team,
        owner=place.owner,
        created_by=by,
        protected_until=place.protected_until,
        **_only_facts(facts),
    )
    _spell(unit)
    _refuse_retired(unit)
    return unit


@transaction.atomic
def unit_add(
    *,
    facts: Mapping[str, Any],
    by: User,
    source: str = UnitFact.Source.ENTERED,
    source_id: int | None = None,
) -> Unit:
    """A new unit, followed by who enters it and protected from today (U5, U6).

    Where its facts come from is kept (U2); what is entered stands with the unit's own first day.
    """
    unit = new_unit(facts, place_of(by), by)
    refuse_same_name(unit)
    refuse_group(unit)
    keep(unit, _same_name())
    if source != UnitFact.Source.ENTERED:
        _remember(unit, dict.fromkeys(_only_facts(facts)), (source, source_id), by)
    OwnershipChange.objects.create(
        unit=unit, to_owner=unit.owner, to_team=unit.team, why="", by=by, at=timezone.now()
    )
    audit.record("units.unit.added", unit, by=by, owner=by.pk, team=unit.team_id)
    return unit


@transaction.atomic
def unit_edit(*, unit_id: int, version: int, facts: Mapping[str, Any], by: User) -> Unit:
    """Correct a unit; refused when somebody saved it since `version`."""
    lock_groups(unit_id, facts)
    unit = locked_unit(unit_id)
    versions.check(unit, version)
    leaving = leaves_public(unit, facts)
    if by.role != Role.MANAGER:
        refuse_leaving_public(unit, facts)
    _learn(unit, facts, UnitFact.Source.ENTERED, None, by)
    if leaving:
        unit_left_public(unit, by)
    return unit


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
        unit.last_contact_at, day = at, timezone.localdate(at)
        unit.idle_since = max(unit.idle_since, day)
        if unit.owner_id is not None:
            until = _protection_from(day)
            unit.protected_until = max(until, unit.protected_until or until)
        unit.save(update_fields=["last_contact_at", "idle_since", "protected_until"])
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
        if value not in (None, "") or source in (UnitFact.Source.ENTERED, UnitFact.Source.MERGE)
        if getattr(unit, name) != value
    }
    if not changed:
        return unit
    was = {name: getattr(unit, name) for name in changed}
    for name, value in changed.items():
        setattr(unit, name, value)
    if "category" in changed:
        _refuse_retired(unit)
    if "parent" in changed:
        refuse_group(unit)
    fields = [*changed, *_respell(unit, changed), versions.bump(unit)]
    keep(unit, _same_name(), fields)
    _remember(unit, was, (source, source_id), by)
    return unit


def _remember(unit: Unit, was: Mapping[str, Any], source: tuple[str, int | None], by: User) -> None:
    """Keep what each fact was before, and where what it is now came from (U2)."""
    UnitFact.objects.bulk_create(facts_changed(unit, was, source, by))


def facts_changed(
    unit: Unit, was: Mapping[str, Any], source: tuple[str, int | None], by: User
) -> list[UnitFact]:
    """The lines to keep of what each fact was before; the unit has the new ones."""
    kind, key = source
    now = timezone.now()
    return [
        UnitFact(
            unit=unit,
            field=name,
            was=_text(before),
            value=_text(getattr(unit, name)),
            source=kind,
            source_id=key,
            by=by,
            at=now,
        )
        for name, before in was.items()
        if _text(before) != _text(getattr(unit, name))
    ]


def _refuse_retired(unit: Unit) -> None:
    if unit.category.retired:
        raise DomainError(
            _("This category is not offered any more. Choose another one."), field="category"
        )


def _respell(unit: Unit, changed: Mapping[str, Any]) -> list[str]:
    if not {"name", "short_name"} & changed.keys():
        return []
    _spell(unit)
    refuse_same_name(unit)
    return list(SPELT)


def unit_respell(unit: Unit) -> None:
    """Write how the unit is found and sorted anew from its name; the caller holds its lock."""
    _spell(unit)
    refuse_same_name(unit)
    keep(unit, _same_name(), ["name", *SPELT])


def _spell(unit: Unit) -> None:
    """How the unit is found and sorted."""
    unit.normalised = normalise_name(unit.name)[:120]
    unit.doubled = doubled(unit.name)
    unit.sound = sound.pinyin(unit.name, person=False)[:200]
    unit.initials = sound.initials(unit.name, person=False)[:60]
    unit.short_spelled = short_spelled(unit.short_name)


def _only_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in FACTS if name in facts}


def _text(value: Any) -> str:
    """A fact as it is kept: of another row its key, which `selectors.facts` turns into its name."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def _protection_from(day: date) -> date:
    return protection_end(day, policy_on(OwnershipPolicy, day).protection_days)


def _team_of(user: User) -> Team | None:
    membership = user.memberships.on(timezone.localdate()).select_related("team").first()
    return membership.team if membership else None


def _only_project(user: User) -> int:
    """A manager's project; who works for several says which by being in a team of it."""
    if len(user.project_ids) != 1:
        raise DomainError(_("You work for no project or for several. Ask for a place in a team."))
    return next(iter(user.project_ids))
