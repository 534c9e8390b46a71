"""The sales centre's desk: who comes in, known or new, and who brought them (U6, I1)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.services.notifications import notify
from core import phones
from core.errors import DomainError
from units.models import Arrival, Contact, Registration
from units.selectors.customer import held_with
from units.selectors.desk import DeskMatch, people_ending_in
from units.services.customer import (
    arrival_record,
    consents_said,
    customer_received,
    customer_register,
)
from units.services.lookup import desk_looked_up


@transaction.atomic
def desk_arrival(*, contact_id: int, digits: str, by: User, note: str = "") -> Arrival:
    """A known customer came, found by the last digits they said; counted for who brought them.

    The desk may record for anybody of the project, so the digits are asked for once more: a key
    alone, guessed, reaches nobody.
    """
    contact = Contact.objects.filter(project_id__in=by.project_ids, pk=contact_id).first()
    if contact is None or not digits or not contact.mobile.endswith(digits):
        raise DomainError(_("Nobody with these digits was chosen. Look them up again."))
    return _told(arrival_record(contact_id=contact.pk, note=note, by=by), by)


@transaction.atomic
def desk_walk_in(
    *,
    facts: Mapping[str, Any],
    by: User,
    unit_id: int | None = None,
    note: str = "",
    consents: Iterable[str] = (),
) -> Arrival:
    """Somebody new came in: registered to who receives them, and arrived (U6, E2).

    Who turns out to be registered, or one of the people of a colleague's unit, has come for their
    salesperson, whoever receives them. `consents` are the purposes agreed to (L1).
    """
    mobile = phones.normalise_mobile(facts["mobile"])
    known = Contact.objects.filter(project_id__in=by.project_ids, mobile=mobile).first()
    if known is not None and _for_another(known, consents, by):
        return _told(arrival_record(contact_id=known.pk, note=note, by=by), by)
    walk_in = {**facts, "source": Contact.Source.WALK_IN}
    made = customer_register(facts=walk_in, unit_id=unit_id, consents=consents, by=by)
    if not isinstance(made, Registration):
        raise DomainError(_("Somebody registered this customer just now. Look them up again."))
    return arrival_record(contact_id=made.contact_id, note=note, by=by)


def _for_another(known: Contact, consents: Iterable[str], by: User) -> bool:
    """Whether somebody holds them already, so that nobody else registers them; says the consents.

    A unit's person whom nobody registered is registered to who follows them with the unit.
    """
    today = timezone.localdate()
    if Registration.objects.protected_on(today).filter(contact=known).exists():
        consents_said(known.pk, consents, by)
        return True
    unit = held_with(known, today)
    if unit is None or unit.owner_id == by.pk:
        return False
    customer_received(contact_id=known.pk, consents=consents, by=by)
    return True


def _told(arrival: Arrival, by: User) -> Arrival:
    """Who brought them hears of it at once, unless they stand at the desk themselves."""
    if arrival.owner_id != by.pk:
        notify(
            user_ids=[arrival.owner_id],
            kind="units.arrival",
            key=str(arrival.pk),
            title=gettext_lazy("Your customer is at the sales centre"),
            url=arrival.contact.get_absolute_url(),
            by=by,
        )
    return arrival


@transaction.atomic
def desk_look_up(*, digits: str, by: User) -> list[DeskMatch]:
    """Everybody whose number ends like this, and the record that somebody asked (U8)."""
    found = people_ending_in(digits, by)
    desk_looked_up(digits=digits, hits=len(found), hidden=sum(not m.url for m in found), by=by)
    return found
