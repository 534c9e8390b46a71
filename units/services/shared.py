"""What the commands on units and people share: the row's lock, and a value taken meanwhile."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from core.errors import DomainError
from units.models import Contact, Likeness, Unit
from units.rules import likeness_keys
from units.selectors.people import people_of


def locked_unit(unit_id: int) -> Unit:
    """The unit under its lock; rows that refer to it may still be added meanwhile."""
    unit: Unit | None = (
        Unit.objects.select_for_update(no_key=True, of=("self",)).filter(pk=unit_id).first()
    )
    if unit is None:
        raise _merged()
    return unit


def locked_contact(contact_id: int, *, erased: bool = False) -> Contact:
    """The person under their lock; somebody erased only where `erased` says so."""
    rows = Contact.objects.select_for_update(no_key=True, of=("self",))
    contact: Contact | None = rows.filter(pk=contact_id).first()
    if contact is None:
        raise _merged()
    if not erased:
        refuse_erased(contact)
    return contact


def refuse_erased(contact: Contact) -> None:
    """Nothing more is written about an erased person, whatever page was still open (L1)."""
    if contact.erased_at is not None:
        raise DomainError(_("This person is erased. Register them anew if they come back."))


def locked_with_unit(contact_id: int) -> Contact:
    """The person under their lock, their unit's lock taken first."""
    unit_id = Contact.objects.values_list("unit_id", flat=True).get(pk=contact_id)
    if unit_id is not None:
        locked_unit(unit_id)
    return locked_contact(contact_id)


def locked_people(contact_id: int) -> Contact:
    """The person, with every other record of theirs locked, so that their totals stand still."""
    ids = people_of([Contact.objects.get(pk=contact_id)])
    rows = Contact.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids)
    locked: dict[int, Contact] = {row.pk: row for row in rows.order_by("pk")}
    return locked[contact_id]


def _merged() -> DomainError:
    """What the page showed was merged between its opening and this click."""
    return DomainError(_("This record was merged with another one. Open it afresh."))


def keep(row: Unit | Contact, taken: DomainError, fields: Sequence[str] | None = None) -> None:
    """Write a new row, or `fields` of an old one; raises `taken` where the database says so.

    The service has looked before; this is for two who look at one instant.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=fields is None, update_fields=fields)
    except IntegrityError:
        raise taken from None
    if isinstance(row, Unit) and (
        fields is None or {"name", "short_name", "telephone"} & set(fields)
    ):
        likenesses_write(row)


def written(row: Model) -> None:
    """Let the row's constraints speak, then write it; raises DomainError with their sentences."""
    try:
        row.full_clean()
    except ValidationError as wrong:
        raise DomainError(" ".join(wrong.messages)) from None
    row.save()


def likenesses_write(*units: Unit) -> None:
    """The keys by which likely duplicates find the units, from both names and telephone (U8)."""
    Likeness.objects.filter(unit__in=[unit.pk for unit in units]).delete()
    Likeness.objects.bulk_create(
        Likeness(unit=unit, kind=key.kind.value, key=key.value)
        for unit in units
        for key in likeness_keys(unit.name, unit.telephone, unit.short_name)
    )
