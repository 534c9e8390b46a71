"""Rosters of units: a list of names, or only how many (U9)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.importing import put_back
from units.models import Roster, RosterEntry, Unit
from units.services.shared import locked_unit


@transaction.atomic
def roster_count_set(*, unit_id: int, count: int, by: User, told_on: date | None = None) -> Roster:
    """The unit told only how many people it has. Refused while there is a list of names."""
    unit = locked_unit(unit_id)
    roster = Roster.objects.filter(unit=unit).first() or Roster(unit=unit)
    if roster.pk and roster.entries.exists():
        raise DomainError(
            _("This unit has a list of names, which counts itself. Remove the list first."),
            field="count",
        )
    roster.count, roster.by = count, by
    roster.told_on = told_on or timezone.localdate()
    roster.save()
    audit.record("units.roster.counted", unit, by=by, count=count)
    return roster


@transaction.atomic
def roster_clear(*, unit_id: int, by: User) -> Unit:
    """Take the roster away, names and all."""
    unit = locked_unit(unit_id)
    audit.record(
        "units.roster.cleared",
        unit,
        by=by,
        names=RosterEntry.objects.filter(roster__unit=unit).count(),
    )
    Roster.objects.filter(unit=unit).delete()
    return unit


@transaction.atomic
def rosters_open(*, units: Iterable[Unit], by: User) -> tuple[dict[int, Roster], list[Roster]]:
    """The roster of each unit by the unit's key, and those that are made now."""
    wanted = {unit.pk: unit for unit in units}
    list(Unit.objects.filter(pk__in=wanted).order_by("pk").select_for_update(no_key=True))
    found = {roster.unit_id: roster for roster in Roster.objects.filter(unit__in=wanted)}
    new = [
        Roster(unit=unit, by=by, told_on=timezone.localdate())
        for pk, unit in wanted.items()
        if pk not in found
    ]
    Roster.objects.bulk_create(new)
    found |= {roster.unit_id: roster for roster in new}
    return found, new


@transaction.atomic
def entries_add(*, rows: Sequence[Mapping[str, Any]], by: User) -> list[RosterEntry]:
    """Names on lists."""
    entries = [RosterEntry(**row) for row in rows]
    RosterEntry.objects.bulk_create(entries)
    units = sorted({entry.roster.unit_id for entry in entries})
    for unit in Unit.objects.filter(pk__in=units):
        count = sum(entry.roster.unit_id == unit.pk for entry in entries)
        audit.record("units.roster.listed", unit, by=by, names=count)
    return entries


@transaction.atomic
def entries_change(*, rows: Sequence[tuple[RosterEntry, Mapping[str, Any]]], by: User) -> None:
    """The positions of people on lists."""
    for entry, facts in rows:
        for name, value in facts.items():
            setattr(entry, name, value)
    RosterEntry.objects.bulk_update([entry for entry, _facts in rows], ["position"], batch_size=500)


@transaction.atomic
def rosters_count(*, rows: Sequence[tuple[Roster, int | None]], by: User) -> None:
    """How many people units have, as they told."""
    for roster, count in rows:
        roster.count = count
    Roster.objects.bulk_update([roster for roster, _count in rows], ["count"], batch_size=500)


@transaction.atomic
def entries_set_back(*, rows: Sequence[tuple[int, Mapping[str, Any]]], by: User) -> None:
    """Put positions back to what they were before an import."""
    entries = RosterEntry.objects.in_bulk([pk for pk, _was in rows])
    for pk, was in rows:
        for name, value in was.items():
            put_back(entries[pk], name, value)
    RosterEntry.objects.bulk_update(list(entries.values()), ["position"], batch_size=500)


@transaction.atomic
def entries_remove(*, ids: Sequence[int], by: User) -> None:
    """Take names off their lists."""
    RosterEntry.objects.filter(pk__in=ids).delete()


@transaction.atomic
def rosters_set_back(*, rows: Sequence[tuple[int, Mapping[str, Any]]], by: User) -> None:
    """Put counts back to what they were before an import."""
    rosters = Roster.objects.in_bulk([pk for pk, _was in rows])
    rosters_count(rows=[(rosters[pk], was.get("count")) for pk, was in rows], by=by)


@transaction.atomic
def rosters_remove(*, ids: Sequence[int], by: User) -> None:
    """Take rosters away."""
    Roster.objects.filter(pk__in=ids).delete()
