"""The end of a sealed identity: the years for which the books ask are over (L1, ADR 092)."""

from collections.abc import Collection

from core import audit
from units.models import Contact, SealedIdentity


def sealed_end(rows: Collection[SealedIdentity]) -> None:
    """What goes with the rows: the keyed hash of the number. That they went is on record."""
    people = Contact.objects.filter(pk__in=[row.contact_id for row in rows])
    people.exclude(erased_at=None).update(id_hash="")
    for row in rows:
        audit.record("units.sealed.ended", row, by=None, until=row.until)
