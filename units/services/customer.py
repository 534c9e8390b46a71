"""Customers: registration, arrival, and what renews their protection (U6, I1)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from core import audit, phones
from core.errors import DomainError
from core.policies import policy_on
from units.models import Arrival, Consent, Contact, Dispute, OwnershipChange, Registration, Renewal
from units.policies import OwnershipPolicy
from units.rules import protection_end
from units.selectors.customer import held_with
from units.services.consent import consent_give
from units.services.dispute import dispute_open
from units.services.ownership import Follower, renew
from units.services.people import contact_add
from units.services.pool import refuse_last_owner
from units.services.shared import locked_contact, locked_with_unit
from units.services.unit import contact_made
from units.signals import customer_arrived, customer_registered


@transaction.atomic
def customer_register(
    *,
    facts: Mapping[str, Any],
    by: User,
    unit_id: int | None = None,
    on: date | None = None,
    consents: Iterable[str] = (),
) -> Registration | Dispute:
    """Register a customer by mobile number; the first keeps them for 30 days (U6).

    One that is protected for somebody else is refused, and the refusal leaves a dispute behind:
    that is what is returned then, so that it is kept. `consents` are the purposes agreed to (L1).
    """
    day = on or timezone.localdate()
    known = _known(facts["mobile"], by)
    contact = known or _new(facts, unit_id, by)
    held = _held(contact, day)
    if held is None:
        if known is not None:
            _refuse_kept(known, day, by)
        to = Follower(by.pk, next(iter(by.team_ids), None))
        try:
            with transaction.atomic():
                made = _registered(contact, unit_id, day, to, by)
                consents_said(contact.pk, consents, by)
                return made
        except IntegrityError:  # who looked at the same instant was first
            held = Registration.objects.get(contact=contact, live=True)
    if contact.owner_id == by.pk:
        raise DomainError(_yours(held), field="mobile")
    return dispute_open(registration=held, name=facts["name"], by=by)


@transaction.atomic
def customer_received(*, contact_id: int, consents: Iterable[str], by: User) -> Registration:
    """One of a unit's people came in by themselves: registered to who follows them (U5, E2)."""
    contact, day = locked_contact(contact_id), timezone.localdate()
    consents_said(contact.pk, consents, by)
    held = _held(contact, day)
    if held is not None:
        return held
    return _registered(contact, None, day, Follower(contact.owner_id, contact.team_id), by)


@transaction.atomic
def customer_contacted(
    *, contact_id: int, at: datetime, source: str, by: User
) -> Registration | None:
    """Somebody of ours was in touch: the grace period and a living protection move (U6, U7)."""
    contact = locked_contact(contact_id)
    day = timezone.localdate(at)
    _stir(contact, day)
    live = Registration.objects.filter(contact=contact, live=True).first()
    if live is not None:
        renew(live, day, by=by, source=source)
    return live


@transaction.atomic
def arrival_record(
    *, contact_id: int, by: User, arrived_on: date | None = None, note: str = ""
) -> Arrival:
    """A registered customer came: counted for who follows them now, protection renewed."""
    day = arrived_on or timezone.localdate()
    if day > timezone.localdate():
        raise DomainError(
            _("This day is still to come. Choose today or earlier."), field="arrived_on"
        )
    contact = locked_with_unit(contact_id)
    live = Registration.objects.filter(contact=contact, live=True).first()
    if live is None:
        raise DomainError(_("Register this customer before you record the arrival."))
    if Arrival.objects.filter(contact=contact, arrived_on=day).exists():
        raise DomainError(_("This customer's arrival is recorded for that day."))
    arrival = _arrived(contact, live, day, note, by)
    renew(live, day, by=by, source=Renewal.Source.ARRIVAL)
    _stir(contact, day)
    if contact.unit_id is not None:
        contact_made(unit_id=contact.unit_id, at=timezone.now(), by=by)
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


def _held(contact: Contact, day: date) -> Registration | None:
    """The registration that keeps others away on `day`; one that is over is put aside."""
    live = Registration.objects.filter(contact=contact, live=True).first()
    if live is None or live.protected_until >= day:
        return live
    live.live = False
    live.save(update_fields=["live"])
    return None


def _refuse_kept(contact: Contact, day: date, by: User) -> None:
    """Not for who lost them (U7), nor away from the unit with which they are followed (U5)."""
    if contact.pooled_at is not None:
        refuse_last_owner(contact, by)
    unit = held_with(contact, day)
    if unit is not None and unit.owner_id != by.pk:
        raise DomainError(
            _(
                "This person belongs to a unit that is protected for somebody else until %(day)s. "
                "Tell the sales manager if they came to you."
            )
            % {"day": unit.protected_until},
            field="mobile",
        )


def _registered(
    contact: Contact, unit_id: int | None, day: date, to: Follower, by: User
) -> Registration:
    registration = Registration.objects.create(
        project_id=contact.project_id,
        contact=contact,
        team_id=to.team_id,
        owner_id=to.owner_id or by.pk,
        registered_on=day,
        protected_until=protection_end(day, policy_on(OwnershipPolicy, day).protection_days),
    )
    _follow(contact, unit_id, day, to, by)
    audit.record("units.customer.registered", registration, by=by, contact=contact.pk)
    customer_registered.send(Registration, registration=registration)
    return registration


def consents_said(contact_id: int, purposes: Iterable[str], by: User) -> None:
    """What a customer agreed to while somebody entered them (L1)."""
    for purpose in purposes:
        consent_give(
            contact_id=contact_id,
            purpose=Consent.Purpose(purpose),
            given=True,
            evidence=gettext_noop("Said at the registration"),
            by=by,
        )


def _follow(contact: Contact, unit_id: int | None, day: date, to: Follower, by: User) -> None:
    """Who registers a customer follows them from now on, which their history says (U5)."""
    OwnershipChange.objects.create(
        contact=contact,
        from_owner_id=contact.owner_id if contact.owner_id != to.owner_id else None,
        from_team_id=contact.team_id if contact.owner_id != to.owner_id else None,
        to_owner_id=to.owner_id,
        to_team_id=to.team_id,
        why=gettext_noop("Registered"),
        by=by,
        at=timezone.now(),
    )
    contact.owner_id, contact.team_id = to.owner_id, to.team_id
    contact.idle_since, contact.pooled_at = max(day, contact.idle_since), None
    contact.unit_id = contact.unit_id or unit_id
    contact.save(update_fields=["owner", "team", "idle_since", "pooled_at", "unit"])


def _yours(held: Registration) -> str:
    return _(
        "You hold this customer already, protected until %(day)s. Look them up in your contacts."
    ) % {"day": held.protected_until}


def _arrived(contact: Contact, live: Registration, day: date, note: str, by: User) -> Arrival:
    owner_id, team_id = contact.owner_id, contact.team_id
    if owner_id is None:
        owner_id, team_id = live.owner_id, live.team_id
    return Arrival.objects.create(
        project_id=contact.project_id,
        contact=contact,
        team_id=team_id,
        owner_id=owner_id,
        arrived_on=day,
        note=note,
        recorded_by=by,
    )


def _stir(contact: Contact, day: date) -> None:
    if contact.idle_since < day:
        contact.idle_since = day
        contact.save(update_fields=["idle_since"])
