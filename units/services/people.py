"""People: contacts, consent, identity numbers, the key person's tenures (K1–K3, L1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, crypto, identity, identity_reveal, phones, sound, versions
from core.errors import DomainError
from units.models import Consent, Contact, KeyPersonTenure, Unit
from units.search import doubled
from units.services.shared import keep, locked_contact, locked_unit
from units.services.unit import unit_add
from units.signals import key_person_changed

FACTS = ("name", "position", "mobile", "official", "certificate", "birthday", "lunar_birthday")


@transaction.atomic
def contact_add(*, facts: Mapping[str, Any], by: User, unit_id: int | None = None) -> Contact:
    """A new person, followed by whoever follows the unit, else by who enters them."""
    unit = Unit.objects.get(pk=unit_id) if unit_id else None
    contact = Contact(
        unit=unit,
        project_id=unit.project_id if unit else _project_of(by),
        team_id=unit.team_id if unit else next(iter(by.team_ids), None),
        owner=(unit.owner if unit else None) or by,
        created_by=by,
        source=facts.get("source", Contact.Source.VISIT),
        **{name: facts[name] for name in FACTS if name in facts},
    )
    _spell(contact)
    _refuse_same_mobile(contact)
    keep(contact, _same_mobile())
    audit.record("units.contact.added", contact, by=by, unit=unit_id)
    return contact


@transaction.atomic
def unit_add_with_person(*, facts: Mapping[str, Any], person: Mapping[str, Any], by: User) -> Unit:
    """A new unit and, where a name was given, its key person from today (K1)."""
    unit = unit_add(facts=facts, by=by)
    if person.get("name"):
        contact = contact_add(facts=person, unit_id=unit.pk, by=by)
        key_person_name(
            unit_id=unit.pk, contact_id=contact.pk, starts_on=timezone.localdate(), by=by
        )
    return unit


@transaction.atomic
def contact_edit(*, contact_id: int, version: int, facts: Mapping[str, Any], by: User) -> Contact:
    """Correct a person; refused when somebody saved them since `version`."""
    contact = locked_contact(contact_id)
    versions.check(contact, version)
    changed = [name for name in FACTS if name in facts and getattr(contact, name) != facts[name]]
    for name in changed:
        setattr(contact, name, facts[name])
    _spell(contact)
    _refuse_same_mobile(contact)
    keep(contact, _same_mobile(), [*changed, "doubled", "sound", "mobile", versions.bump(contact)])
    audit.record("units.contact.changed", contact, by=by, fields=changed)
    return contact


@transaction.atomic
def consent_give(*, contact_id: int, purpose: str, given: bool, evidence: str, by: User) -> Consent:
    """Record an answer with its evidence (L1); the newest counts."""
    contact = locked_contact(contact_id)
    consent = Consent.objects.create(
        contact=contact, purpose=purpose, given=given, evidence=evidence, at=timezone.now(), by=by
    )
    audit.record("units.consent.recorded", contact, by=by, purpose=purpose, given=given)
    return consent


@transaction.atomic
def identity_set(*, contact_id: int, number: str, by: User) -> Contact:
    """Keep a person's identity number, encrypted; refused unless it is valid (R4, L1)."""
    if not identity.valid_number(number):
        raise DomainError(
            _("This is no valid identity number. Check its 18 characters."), field="number"
        )
    contact = locked_contact(contact_id)
    known = crypto.lookup_hash(number.strip().upper())
    if contact.id_hash and contact.id_hash != known:
        raise DomainError(
            _("Another identity number is on file for this person. Have it checked first."),
            field="number",
        )
    contact.id_number = crypto.encrypt(number.strip().upper(), context=id_context(contact))
    contact.id_hash = known
    contact.save(update_fields=["id_number", "id_hash"])
    audit.record("units.contact.identity_kept", contact, by=by)
    return contact


def identity_show(*, contact_id: int, reason: str, by: User) -> str:
    """The identity number in full; the reveal and its reason are recorded."""
    contact = Contact.objects.get(pk=contact_id)
    return identity_reveal.reveal(
        subject=contact,
        field="id_number",
        stored=contact.id_number,
        context=id_context(contact),
        reason=reason,
        by=by,
    )


def id_context(contact: Contact) -> str:
    """What the encrypted number is bound to."""
    return f"units.contact:{contact.pk}:id_number"


@transaction.atomic
def key_person_name(
    *, unit_id: int, contact_id: int, starts_on: date, by: User, facts: Mapping[str, Any] = {}
) -> KeyPersonTenure:
    """Make somebody the unit's key person; who was it before ends that day (K1)."""
    unit = locked_unit(unit_id)
    contact = Contact.objects.get(pk=contact_id)
    if contact.unit_id != unit.pk:
        raise DomainError(_("This person belongs to another unit. Choose one of this unit."))
    now = KeyPersonTenure.objects.filter(unit=unit, ends_on__isnull=True).first()
    if now is not None and now.contact_id == contact.pk:
        return _begun_by(now, starts_on, by)
    _refuse_overlap(unit, starts_on)
    if now is not None:
        _end(now, starts_on, by)
    tenure = KeyPersonTenure.objects.create(
        unit=unit, contact=contact, starts_on=starts_on, named_by=by, **facts
    )
    audit.record("units.key_person.named", tenure, by=by, unit=unit.pk, contact=contact.pk)
    key_person_changed.send(KeyPersonTenure, tenure=tenure)
    return tenure


@transaction.atomic
def key_person_end(*, unit_id: int, ends_on: date, by: User) -> KeyPersonTenure:
    """End the present tenure; the unit then has no key person."""
    locked_unit(unit_id)
    tenures = KeyPersonTenure.objects.filter(unit_id=unit_id)
    tenure: KeyPersonTenure | None = tenures.filter(ends_on__isnull=True).first()
    if tenure is None:
        raise DomainError(_("The unit has no key person at present."))
    _end(tenure, ends_on, by)
    return tenure


def _begun_by(tenure: KeyPersonTenure, day: date, by: User) -> KeyPersonTenure:
    """The first report may be on a day before the person was entered: they were met then (K3)."""
    others = KeyPersonTenure.objects.filter(unit=tenure.unit_id).exclude(pk=tenure.pk)
    if day < tenure.starts_on and not others.filter(ends_on__gt=day).exists():
        was, tenure.starts_on = tenure.starts_on, day
        tenure.save(update_fields=["starts_on"])
        audit.record("units.key_person.begun_earlier", tenure, by=by, was=was, now=day)
    return tenure


def _end(tenure: KeyPersonTenure, day: date, by: User) -> None:
    if day < tenure.starts_on:
        raise DomainError(
            _("The present key person began on %(day)s. Choose that day or a later one.")
            % {"day": tenure.starts_on},
            field="starts_on",
        )
    tenure.ends_on = day
    tenure.save(update_fields=["ends_on"])
    audit.record("units.key_person.ended", tenure, by=by, on=day)


def _refuse_overlap(unit: Unit, day: date) -> None:
    if KeyPersonTenure.objects.filter(unit=unit, ends_on__gt=day).exists():
        raise DomainError(
            _("Somebody else was key person on that day. Choose a later one."), field="starts_on"
        )


def _spell(contact: Contact) -> None:
    contact.name = contact.name.strip()
    contact.doubled = doubled(contact.name)
    contact.sound = sound.pinyin(contact.name, person=True)[:120]
    if contact.mobile:
        contact.mobile = phones.normalise_mobile(contact.mobile)


def _refuse_same_mobile(contact: Contact) -> None:
    if not contact.mobile:
        return
    same = Contact.objects.filter(project_id=contact.project_id, mobile=contact.mobile)
    if same.exclude(pk=contact.pk).exists():
        raise _same_mobile()


def _same_mobile() -> DomainError:
    return DomainError(
        _("Somebody with this mobile number is in the project already."), field="mobile"
    )


def _project_of(user: User) -> int:
    if len(user.project_ids) != 1:
        raise DomainError(_("Choose the unit this person belongs to."), field="unit")
    return next(iter(user.project_ids))
