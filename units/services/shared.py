"""What the commands on units and people share: the row's lock, and a value taken meanwhile."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from core.errors import DomainError
from units.models import Contact, Unit


def locked_unit(unit_id: int) -> Unit:
    """The unit under its lock; rows that refer to it may still be added meanwhile."""
    unit: Unit = Unit.objects.select_for_update(no_key=True, of=("self",)).get(pk=unit_id)
    return unit


def locked_contact(contact_id: int) -> Contact:
    """The person under their lock."""
    rows = Contact.objects.select_for_update(no_key=True, of=("self",))
    contact: Contact = rows.get(pk=contact_id)
    return contact


def keep(row: Unit | Contact, taken: DomainError, fields: Sequence[str] | None = None) -> None:
    """Write a new row, or `fields` of an old one; raises `taken` where the database says so.

    The service has looked before; this is for two who look at one instant.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=fields is None, update_fields=fields)
    except IntegrityError:
        raise taken from None
