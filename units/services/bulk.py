"""Many units and people at once, as an import brings them: the rules of one, a few questions (U9).

Each takes what was planned a moment ago in the same transaction and refuses what changed since.
One audit record tells of a whole call.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Project, User
from core import audit, versions
from core.errors import DomainError
from core.importing import put_back
from units.models import Contact, OwnedHome, OwnershipChange, Unit, UnitFact
from units.search import person_spelled, short_spelled
from units.services.people import new_contact, spell_person
from units.services.shared import likenesses_write
from units.services.unit import facts_changed, new_unit, place_of

Back = Sequence[tuple[int, Mapping[str, Any]]]


@transaction.atomic
def units_add(
    *, rows: Sequence[Mapping[str, Any]], by: User, source_id: int | None = None
) -> list[Unit]:
    """New units, each followed by its `owner`, else by who enters them: so their history begins,
    with the import they came with as its source (U5).
    """
    places = {owner.pk: place_of(owner) for owner in {row.get("owner") or by for row in rows}}
    units = [new_unit(row, places[(row.get("owner") or by).pk], by) for row in rows]
    _insert(Unit, units)
    likenesses_write(*units)
    _followed(units, by, source_id)
    _told("units.units_added", units, by, owners=sorted({unit.owner_id for unit in units}))
    return units


@transaction.atomic
def units_learn(
    *, rows: Sequence[tuple[Unit, Mapping[str, Any]]], by: User, source_id: int | None = None
) -> list[Unit]:
    """Facts of units there are, with where each came from (U2)."""
    return _learn({unit.pk: (unit, facts) for unit, facts in rows}, by, source_id)


@transaction.atomic
def units_set_back(*, rows: Back, by: User) -> None:
    """Put facts back to what they were before an import."""
    units = Unit.objects.in_bulk([pk for pk, _was in rows])
    _learn({pk: (units[pk], _restored(units[pk], was)) for pk, was in rows}, by, None)


@transaction.atomic
def units_remove(*, ids: Sequence[int], by: User) -> None:
    """Take away units that came by mistake and that nothing is built upon.

    What was written of who followed them only grows, so it stays and gets its end (docs/adr/098).
    """
    units = list(Unit.objects.filter(pk__in=ids))
    _followed_no_more(units, by)
    Unit.objects.filter(pk__in=ids).delete()
    _told("units.units_removed", units, by)


def _followed(units: Iterable[Unit], by: User, source_id: int | None) -> None:
    now = timezone.now()
    OwnershipChange.objects.bulk_create(
        OwnershipChange(
            unit=unit,
            to_owner_id=unit.owner_id,
            to_team_id=unit.team_id,
            by=by,
            at=now,
            batch_id=source_id,
        )
        for unit in units
    )


def _followed_no_more(units: Iterable[Unit], by: User) -> None:
    now = timezone.now()
    begun = OwnershipChange.objects.filter(unit__in=[unit.pk for unit in units])
    batches = dict(begun.order_by("pk").values_list("unit_id", "batch_id"))
    OwnershipChange.objects.bulk_create(
        OwnershipChange(
            unit=unit,
            from_owner_id=unit.owner_id,
            from_team_id=unit.team_id,
            by=by,
            at=now,
            batch_id=batches.get(unit.pk),
        )
        for unit in units
    )


def _learn(
    rows: Mapping[int, tuple[Unit, Mapping[str, Any]]], by: User, source_id: int | None
) -> list[Unit]:
    units = _locked(Unit, {pk: unit.version for pk, (unit, _facts) in rows.items()})
    lines: list[UnitFact] = []
    names: set[str] = set()
    for unit in units:
        facts = rows[unit.pk][1]
        was = {name: getattr(unit, name) for name in facts}
        for name, value in facts.items():
            setattr(unit, name, value)
        unit.short_spelled = short_spelled(unit.short_name)
        versions.bump(unit)
        lines += facts_changed(unit, was, (UnitFact.Source.IMPORT, source_id), by)
        names |= facts.keys()
    if units:
        Unit.objects.bulk_update(units, [*names, "short_spelled", "version"], batch_size=250)
    if {"short_name", "telephone"} & names:
        likenesses_write(*units)
    UnitFact.objects.bulk_create(lines)
    return units


# --- people -------------------------------------------------------------------------------


@transaction.atomic
def contacts_add(*, rows: Sequence[Mapping[str, Any]], by: User) -> list[Contact]:
    """New people; a row's `unit` is theirs. They are followed as `contact_add` says."""
    contacts = [
        new_contact({**row, "source": Contact.Source.IMPORT}, row.get("unit"), by) for row in rows
    ]
    _insert(Contact, contacts)
    _told("units.contacts_added", contacts, by)
    return contacts


@transaction.atomic
def contacts_change(
    *, rows: Sequence[tuple[Contact, Mapping[str, Any]]], by: User
) -> list[Contact]:
    """Facts of people there are."""
    wanted = {person.pk: facts for person, facts in rows}
    people = _locked(Contact, {person.pk: person.version for person, _facts in rows})
    for person in people:
        for name, value in wanted[person.pk].items():
            setattr(person, name, value)
        spell_person(person)
        versions.bump(person)
    names = {name for facts in wanted.values() for name in facts}
    if people:
        fields = {*names, *person_spelled(""), "version"}
        Contact.objects.bulk_update(people, sorted(fields), batch_size=250)
        _told("units.contacts_changed", people, by, fields=sorted(names))
    return people


@transaction.atomic
def contacts_set_back(*, rows: Back, by: User) -> None:
    """Put facts back to what they were before an import."""
    people = Contact.objects.in_bulk([pk for pk, _was in rows])
    contacts_change(rows=[(people[pk], _restored(people[pk], was)) for pk, was in rows], by=by)


@transaction.atomic
def contacts_remove(*, ids: Sequence[int], by: User) -> None:
    """Take away people that came by mistake and that nothing is built upon."""
    people = list(Contact.objects.filter(pk__in=ids))
    Contact.objects.filter(pk__in=ids).delete()
    _told("units.contacts_removed", people, by)


# --- homes they own -------------------------------------------------------------------------


@transaction.atomic
def owned_homes_add(*, rows: Sequence[Mapping[str, Any]], by: User) -> list[OwnedHome]:
    """What the sales system says people own."""
    homes = [OwnedHome(**row) for row in rows]
    OwnedHome.objects.bulk_create(homes)
    return homes


@transaction.atomic
def owned_homes_change(
    *, rows: Sequence[tuple[OwnedHome, Mapping[str, Any]]], by: User
) -> list[OwnedHome]:
    """The dates of homes there are."""
    for home, facts in rows:
        for name, value in facts.items():
            setattr(home, name, value)
    homes = [home for home, _facts in rows]
    OwnedHome.objects.bulk_update(homes, ["bought_on", "handed_over_on"], batch_size=250)
    return homes


@transaction.atomic
def owned_homes_set_back(*, rows: Back, by: User) -> None:
    """Put dates back to what they were before an import."""
    homes = OwnedHome.objects.in_bulk([pk for pk, _was in rows])
    owned_homes_change(rows=[(homes[pk], _restored(homes[pk], was)) for pk, was in rows], by=by)


@transaction.atomic
def owned_homes_remove(*, ids: Sequence[int], by: User) -> None:
    """Take away what came by mistake."""
    OwnedHome.objects.filter(pk__in=ids).delete()


# --- shared -------------------------------------------------------------------------------


def _insert(model: Any, rows: Iterable[Any]) -> None:
    """All of them; what somebody entered at this very moment is refused with a sentence."""
    try:
        with transaction.atomic():
            model.objects.bulk_create(rows)
    except IntegrityError:
        raise _meanwhile() from None


def _locked(model: Any, known: Mapping[int, int]) -> list[Any]:
    """The rows in the order of locking, each still of the version it was planned with."""
    rows = model.objects.filter(pk__in=known).order_by("pk")
    found = list(rows.select_for_update(no_key=True, of=("self",)))
    if any(row.version != known[row.pk] for row in found) or len(found) < len(known):
        raise _meanwhile()
    return found


def _meanwhile() -> DomainError:
    return DomainError(
        _("Somebody changed one of these records at this moment. Check the rows again.")
    )


def _restored(record: Any, was: Mapping[str, Any]) -> dict[str, Any]:
    """The kept values as the fields hold them."""
    for name, value in was.items():
        put_back(record, name, value)
    return {name: getattr(record, name) for name in was}


def _told(action: str, rows: Sequence[Any], by: User, **data: Any) -> None:
    """One link of the audit trail for all of them (L3)."""
    if rows:
        project = Project(pk=rows[0].project_id)
        audit.record(action, project, by=by, ids=[row.pk for row in rows], **data)
