"""Who knows whom in a unit: drawn on its influence map (K2)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from units.models import Contact, Tie
from units.services.shared import locked_unit, refuse_erased


@transaction.atomic
def tie_add(*, contact_id: int, kind: str, other_id: int, by: User) -> Tie:
    """A tie between two people of one unit; refused where the map has it or says the opposite."""
    unit_id = Contact.objects.values_list("unit_id", flat=True).get(pk=contact_id)
    if unit_id is not None:
        locked_unit(unit_id)  # so that two who say the opposite at one instant see each other
    person, other = Contact.objects.get(pk=contact_id), Contact.objects.get(pk=other_id)
    for one in (person, other):
        refuse_erased(one)
    if person.unit_id is None or person.unit_id != other.unit_id:
        raise DomainError(
            _("This person belongs to another unit. Choose one of this unit."), field="other"
        )
    _refuse_opposite(person, kind, other)
    try:
        with transaction.atomic():
            tie = Tie.objects.create(
                unit_id=person.unit_id, person=person, kind=kind, other=other, by=by
            )
    except IntegrityError:
        raise _there_already() from None
    audit.record("units.tie.added", tie, by=by, kind=kind)
    return tie


def _refuse_opposite(person: Contact, kind: str, other: Contact) -> None:
    """Who knows is known; nobody reports to, or was introduced by, whom they lead or introduced."""
    back = Tie.objects.filter(person=other, kind=kind, other=person).first()
    if back is None:
        return
    if kind == Tie.Kind.KNOWS:
        raise _there_already()
    raise DomainError(
        _("The map says the opposite: %(tie)s. Take that off first if it is wrong.")
        % {"tie": back},
        field="other",
    )


def _there_already() -> DomainError:
    return DomainError(_("This is on the map already."), field="other")


@transaction.atomic
def tie_remove(*, tie_id: int, by: User) -> None:
    """Take a tie off the map."""
    tie = Tie.objects.select_for_update(no_key=True).get(pk=tie_id)
    audit.record("units.tie.removed", tie, by=by, kind=tie.kind)
    tie.delete()
