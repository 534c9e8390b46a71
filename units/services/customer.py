"""Customers: registration and arrival (U6, I1)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, phones
from core.errors import DomainError
from core.policies import policy_on
from units.models import Arrival, Contact, Registration
from units.policies import OwnershipPolicy
from units.services.people import contact_add
from units.services.shared import locked_contact
from units.signals import customer_arrived, customer_registered


@transaction.atomic
def customer_register(
    *, facts: Mapping[str, Any], by: User, unit_id: int | None = None, on: date | None = None
) -> Registration:
    """Register a customer by mobile number; the first keeps them for 30 days (U6).

    Who registers one that is protected is refused without being told who holds them.
    """
    day = on or timezone.localdate()
    contact = _known(facts["mobile"], by) or _new(facts, unit_id, by)
    _release_expired(contact, day)
    try:
        with transaction.atomic():
            registration = _register(contact, day, by)
    except IntegrityError:
        raise DomainError(_refusal(contact), field="mobile") from None
    audit.record("units.customer.registered", registration, by=by, contact=contact.pk)
    customer_registered.send(Registration, registration=registration)
    return registration


@transaction.atomic
def arrival_record(
    *, contact_id: int, by: User, arrived_on: date | None = None, note: str = ""
) -> Arrival:
    """A registered customer came: counted for who registered them, protection renewed."""
    day = arrived_on or timezone.localdate()
    if day > timezone.localdate():
        raise DomainError(
            _("This day is still to come. Choose today or earlier."), field="arrived_on"
        )
    contact = locked_contact(contact_id)
    live = Registration.objects.filter(contact=contact, live=True).first()
    if live is None:
        raise DomainError(_("Register this customer before you record the arrival."))
    if Arrival.objects.filter(contact=contact, arrived_on=day).exists():
        raise DomainError(_("This customer's arrival is recorded for that day."))
    arrival = Arrival.objects.create(
        project_id=contact.project_id,
        contact=contact,
        team_id=live.team_id,
        owner_id=live.owner_id,
        arrived_on=day,
        note=note,
        recorded_by=by,
    )
    live.protected_until = max(live.protected_until, _until(day))
    live.save(update_fields=["protected_until"])
    audit.record("units.customer.arrived", arrival, by=by, contact=contact.pk)
    customer_arrived.send(Arrival, arrival=arrival)
    return arrival


def _known(mobile: str, by: User) -> Contact | None:
    return (
        Contact.objects.select_for_update(no_key=True, of=("self",))
        .filter(project_id__in=by.project_ids, mobile=phones.normalise_mobile(mobile))
        .first()
    )


def _new(facts: Mapping[str, Any], unit_id: int | None, by: User) -> Contact:
    """The person; the unique mobile number decides between two who register at one instant."""
    try:
        with transaction.atomic():
            return contact_add(
                facts={"source": Contact.Source.REGISTRATION, **facts}, unit_id=unit_id, by=by
            )
    except DomainError:
        contact = _known(facts["mobile"], by)
        if contact is None:
            raise
        return contact


def _release_expired(contact: Contact, day: date) -> None:
    Registration.objects.filter(contact=contact, live=True, protected_until__lt=day).update(
        live=False
    )


def _register(contact: Contact, day: date, by: User) -> Registration:
    registration = Registration.objects.create(
        project_id=contact.project_id,
        contact=contact,
        team_id=next(iter(by.team_ids), None),
        owner=by,
        registered_on=day,
        protected_until=_until(day),
    )
    contact.owner, contact.team_id = by, registration.team_id
    contact.save(update_fields=["owner", "team"])
    return registration


def _refusal(contact: Contact) -> str:
    until = Registration.objects.filter(contact=contact, live=True).values_list(
        "protected_until", flat=True
    )
    return _(
        "This customer is registered and protected until %(day)s. Ask your sales manager if you "
        "think they are yours."
    ) % {"day": until.first() or "–"}


def _until(day: date) -> date:
    return day + timedelta(days=policy_on(OwnershipPolicy, day).protection_days)
