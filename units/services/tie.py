"""Who knows whom in a unit: drawn on its influence map (K2)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from units.models import Contact, Tie
from units.services.shared import refuse_erased


@transaction.atomic
def tie_add(*, contact_id: int, kind: str, other_id: int, by: User) -> Tie:
    """A tie between two people of one unit; the same one twice is refused."""
    person, other = Contact.objects.get(pk=contact_id), Contact.objects.get(pk=other_id)
    for one in (person, other):
        refuse_erased(one)
    if person.unit_id is None or person.unit_id != other.unit_id:
        raise DomainError(
            _("This person belongs to another unit. Choose one of this unit."), field="other"
        )
    try:
        with transaction.atomic():
            tie = Tie.objects.create(
                unit_id=person.unit_id, person=person, kind=kind, other=other, by=by
            )
    except IntegrityError:
        raise DomainError(_("This is on the map already."), field="other") from None
    audit.record("units.tie.added", tie, by=by, kind=kind)
    return tie


@transaction.atomic
def tie_remove(*, tie_id: int, by: User) -> None:
    """Take a tie off the map."""
    tie = Tie.objects.select_for_update(no_key=True).get(pk=tie_id)
    audit.record("units.tie.removed", tie, by=by, kind=tie.kind)
    tie.delete()
