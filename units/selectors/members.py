"""The people of a unit as its page lists them, the key person first (K1, U2)."""

from datetime import date
from typing import Any

from django.db.models import F, FilteredRelation, Q

from units.models import Contact, Unit

SHOWN = 20


def members_of(unit: Unit) -> tuple[list[tuple[Contact, date | None]], bool]:
    """The first people, of the key person since when they are; whether there are more.

    One question: of the tenures that run, a unit has one at most, so no person comes twice.
    """
    runs = Q(tenures__unit=unit, tenures__ends_on__isnull=True)
    people: Any = unit.contacts.annotate(
        tenure=FilteredRelation("tenures", condition=runs), since=F("tenure__starts_on")
    ).only("unit_id", "name", "position", "role", "erased_at")
    found = list(people.order_by(F("since").asc(nulls_last=True), "sound", "pk")[: SHOWN + 1])
    return [(person, person.since) for person in found[:SHOWN]], len(found) > SHOWN
