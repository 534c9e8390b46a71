"""People: contacts, consent, identity numbers (K2, K6, L1)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, crypto, identity, identity_reveal, phones, versions
from core.abilities import Role
from core.errors import DomainError
from units.models import Contact, Unit
from units.search import person_spelled
from units.services.key_person import key_person_name
from units.services.shared import keep, locked_contact, locked_unit
from units.services.unit import unit_add

SPELT = ("doubled", "sound", "initials")
STANDING = ("influence", "decision_power", "helps", "helps_with", "preferences")
FACTS = (
    "name",
    "position",
    "role",
    "mobile",
    "official",
    "birthday",
    "lunar_birthday",
    *STANDING,
)


@transaction.atomic
def contact_add(*, facts: Mapping[str, Any], by: User, unit_id: int | None = None) -> Contact:
    """A new person, followed by whoever follows the unit, else by who enters them."""
    unit = Unit.objects.get(pk=unit_id) if unit_id else None
    contact = new_contact(facts, unit, by)
    _refuse_same_mobile(contact)
    keep(contact, _same_mobile())
    audit.record("units.contact.added", contact, by=by, unit=unit_id)
    return contact


def new_contact(facts: Mapping[str, Any], unit: Unit | None, by: User) -> Contact:
    """A person as they will be written, followed by whoever follows the unit, else by `by`."""
    contact = Contact(
        unit=unit,
        project_id=unit.project_id if unit else project_of(by),
        team_id=unit.team_id if unit else next(iter(by.team_ids), None),
        owner_id=(unit.owner_id if unit else None) or by.pk,
        created_by=by,
        source=facts.get("source", Contact.Source.VISIT),
        **{name: facts[name] for name in FACTS if name in facts},
    )
    spell_person(contact)
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
    """Correct a person; refused when somebody saved them since `version`.

    Somebody of no unit may be put into one: `facts["unit"]`.
    """
    unit = facts.get("unit")
    if unit is not None:
        locked_unit(unit.pk)  # a unit is locked before its people
    contact = locked_contact(contact_id)
    versions.check(contact, version)
    refuse_unflagging(contact, facts, by)
    changed = contact_write(contact, facts)
    audit.record("units.contact.changed", contact, by=by, fields=changed)
    if unit is not None:
        _join(contact, unit, by)
    return contact


def refuse_unflagging(contact: Contact, facts: Mapping[str, Any], by: User) -> None:
    """An official stays one until compliance corrects it: that is what holds gifts (L2)."""
    if contact.official and facts.get("official") is False and by.role != Role.COMPLIANCE:
        raise DomainError(
            _(
                "Only compliance corrects that somebody is no public official. Record the "
                "correction as a request on the person's page."
            ),
            field="official",
        )


def _join(contact: Contact, unit: Unit, by: User) -> None:
    """Into their unit; who follows them stays (U5). Whoever belongs to one stays there (K4)."""
    if contact.unit_id == unit.pk:
        return
    if contact.unit_id is not None or contact.project_id != unit.project_id:
        raise DomainError(_("This person belongs to another unit already."), field="unit")
    contact.unit = unit
    contact.save(update_fields=["unit"])
    audit.record("units.contact.joined", contact, by=by, unit=unit.pk)


def contact_write(contact: Contact, facts: Mapping[str, Any]) -> list[str]:
    """Write what differs of a person under their lock; gives the names of what did."""
    changed = [name for name in FACTS if name in facts and getattr(contact, name) != facts[name]]
    for name in changed:
        setattr(contact, name, facts[name])
    spell_person(contact)
    _refuse_same_mobile(contact)
    keep(contact, _same_mobile(), [*changed, *SPELT, "mobile", versions.bump(contact)])
    return changed


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


def spell_person(contact: Contact) -> None:
    """How the person is found and sorted; one spelling of the mobile number (U6)."""
    contact.name = contact.name.strip()
    for column, spelling in person_spelled(contact.name).items():
        setattr(contact, column, spelling)
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


def project_of(user: User) -> int:
    """The project of a person without a unit."""
    if len(user.project_ids) != 1:
        raise DomainError(_("Choose the unit this person belongs to."), field="unit")
    return next(iter(user.project_ids))
