"""How a mobile number stands, and with which unit a person is held (U5, U6)."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import User
from core import phones
from core.errors import DomainError
from units.models import Contact, KeyPersonTenure, Registration, Unit


@dataclass(frozen=True)
class Standing:
    """How a mobile number stands: `until` is None where it is free, `url` where one sees them.

    `known` says that the person is in the project already, whoever follows them.
    """

    until: date | None
    known: bool = False
    url: str = ""

    @property
    def hidden(self) -> bool:
        """Whether the answer told of somebody one may not look at."""
        return self.known and not self.url


def customer_known(*, mobile: str, user: User) -> Standing | None:
    """Whether a mobile number is protected in the person's projects; None if it is no number."""
    try:
        number = phones.normalise_mobile(mobile)
    except DomainError:
        return None
    same = Contact.objects.filter(mobile=number, project_id__in=user.project_ids)
    contact = same.select_related("unit").first()
    if contact is None:
        return Standing(None)
    live = Registration.objects.filter(
        contact__in=same, live=True, protected_until__gte=timezone.localdate()
    )
    seen = Contact.objects.visible_to(user).filter(pk=contact.pk).exists()
    until = live.values_list("protected_until", flat=True).first()
    if until is None and (unit := held_with(contact, timezone.localdate())):
        until = unit.protected_until if unit.owner_id != user.pk else None
    return Standing(until, known=True, url=contact.get_absolute_url() if seen else "")


def held_with(contact: Contact, day: date) -> Unit | None:
    """The unit with which a person is held on `day` (U5); None where they may be registered.

    Somebody nobody registered goes with the unit, as long as one salesperson follows both and the
    unit is protected; its key person does so even after a registration that ran out.
    """
    unit = contact.unit
    if unit is None or unit.owner_id is None or unit.owner_id != contact.owner_id:
        return None
    if unit.protected_until is None or unit.protected_until < day:
        return None
    if KeyPersonTenure.objects.filter(contact=contact, ends_on=None).exists():
        return unit
    return None if Registration.objects.filter(contact=contact).exists() else unit
