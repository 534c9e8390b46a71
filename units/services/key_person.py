"""The key person's tenures: begun, ended, corrected; never two at a time (K1, K3, K4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, versions
from core.errors import DomainError
from units import permissions
from units.models import Contact, KeyPersonTenure, Unit
from units.services.shared import locked_contact, locked_unit
from units.signals import key_person_changed, tenure_rewriting


@dataclass(frozen=True)
class Period:
    """A tenure as it is to be: whose, from when, until when (not included; None: it goes on)."""

    contact_id: int
    starts_on: date
    ends_on: date | None


@transaction.atomic
def key_person_name(
    *, unit_id: int, contact_id: int, starts_on: date, by: User, facts: Mapping[str, Any] = {}
) -> KeyPersonTenure:
    """Make somebody the unit's key person; who was it before ends that day (K1).

    `facts` is what was learned of the person (K2); what is empty in it changes nothing. Naming
    the present one again changes no day: that is a correction.
    """
    unit, contact = _one_of(unit_id, contact_id)
    _refuse_future(starts_on, "starts_on")
    _learn(contact, facts)
    now = _present(unit)
    if now is not None and now.contact_id == contact.pk:
        return now
    _refuse_overlap(unit, starts_on)
    if now is not None:
        _end(now, starts_on, by, field="starts_on")
    tenure = KeyPersonTenure.objects.create(
        unit=unit, contact=contact, starts_on=starts_on, named_by=by
    )
    audit.record("units.key_person.named", tenure, by=by, unit=unit.pk, contact=contact.pk)
    key_person_changed.send(KeyPersonTenure, tenure=tenure)
    return tenure


@transaction.atomic
def key_person_met(*, unit_id: int, contact_id: int, met_on: date, by: User) -> KeyPersonTenure:
    """The first visit report names the key person: theirs from that day on (K3).

    Somebody entered as key person before the report was filed was met on the day of the visit.
    """
    tenure = key_person_name(unit_id=unit_id, contact_id=contact_id, starts_on=met_on, by=by)
    others = KeyPersonTenure.objects.filter(unit=unit_id).exclude(pk=tenure.pk)
    if met_on < tenure.starts_on and not others.filter(ends_on__gt=met_on).exists():
        was, tenure.starts_on = tenure.starts_on, met_on
        tenure.save(update_fields=["starts_on", versions.bump(tenure)])
        audit.record("units.key_person.begun_earlier", tenure, by=by, was=was, now=met_on)
    return tenure


@transaction.atomic
def key_person_end(*, unit_id: int, ends_on: date, by: User, why: str = "") -> KeyPersonTenure:
    """End the present tenure; the unit then has no key person."""
    unit = locked_unit(unit_id)
    _refuse_future(ends_on, "ends_on")
    tenure = _present(unit)
    if tenure is None:
        raise DomainError(_("The unit has no key person at present."))
    _end(tenure, ends_on, by, field="ends_on", why=why)
    return tenure


@transaction.atomic
def tenure_correct(
    *, tenure_id: int, version: int, period: Period, why: str, by: User
) -> KeyPersonTenure:
    """Put a wrongly entered tenure right; a leader or manager, with a reason (K1).

    Refused where a reward was decided on it: what was paid on stays as it was (K4).
    """
    if not by.has_perm(permissions.KEY_PERSON_CORRECT):
        raise DomainError(_("Only a team leader or the sales manager corrects a tenure."))
    unit_id = KeyPersonTenure.objects.values_list("unit_id", flat=True).get(pk=tenure_id)
    contact = _one_of(unit_id, period.contact_id)[1]
    tenure = KeyPersonTenure.objects.get(pk=tenure_id)
    versions.check(tenure, version)
    _check_period(tenure, period)
    tenure_rewriting.send(KeyPersonTenure, tenure=tenure, period=period)
    was = {name: getattr(tenure, name) for name in ("contact_id", "starts_on", "ends_on")}
    tenure.contact, tenure.starts_on, tenure.ends_on = contact, period.starts_on, period.ends_on
    fields = ["contact", "starts_on", "ends_on", versions.bump(tenure)]
    tenure.save(update_fields=fields)
    audit.record("units.key_person.corrected", tenure, by=by, was=was, now=vars(period), why=why)
    key_person_changed.send(KeyPersonTenure, tenure=tenure)
    return tenure


def _one_of(unit_id: int, contact_id: int) -> tuple[Unit, Contact]:
    """The unit, locked, and one of its people."""
    unit, contact = locked_unit(unit_id), Contact.objects.get(pk=contact_id)
    if contact.unit_id != unit.pk:
        raise DomainError(
            _("This person belongs to another unit. Choose one of this unit."), field="contact"
        )
    return unit, contact


def _present(unit: Unit) -> KeyPersonTenure | None:
    return KeyPersonTenure.objects.filter(unit=unit, ends_on__isnull=True).first()


def _learn(contact: Contact, facts: Mapping[str, Any]) -> None:
    known = {name: value for name, value in facts.items() if value not in (None, "", [])}
    if not known:
        return
    contact = locked_contact(contact.pk)
    for name, value in known.items():
        setattr(contact, name, value)
    contact.save(update_fields=[*known, versions.bump(contact)])


def _end(tenure: KeyPersonTenure, day: date, by: User, *, field: str, why: str = "") -> None:
    if day < tenure.starts_on:
        raise DomainError(
            _("The present key person began on %(day)s. Choose that day or a later one.")
            % {"day": tenure.starts_on},
            field=field,
        )
    period = Period(tenure.contact_id, tenure.starts_on, day)
    tenure_rewriting.send(KeyPersonTenure, tenure=tenure, period=period)
    tenure.ends_on, tenure.ended_why = day, why.strip()
    tenure.save(update_fields=["ends_on", "ended_why", versions.bump(tenure)])
    audit.record("units.key_person.ended", tenure, by=by, on=day, why=why.strip())


def _check_period(tenure: KeyPersonTenure, period: Period) -> None:
    _refuse_future(period.starts_on, "starts_on")
    _refuse_future(period.ends_on, "ends_on")
    if period.ends_on is not None and period.ends_on < period.starts_on:
        raise DomainError(_("The last day lies before the first. Correct one."), field="ends_on")
    others = KeyPersonTenure.objects.filter(unit=tenure.unit_id).exclude(pk=tenure.pk)
    for other in others.select_related("contact"):
        if _overlap(other, period):
            raise DomainError(
                _("%(name)s was key person from %(first)s to %(last)s. Choose other days.")
                % {
                    "name": other.contact,
                    "first": other.starts_on,
                    "last": other.ends_on or _("today"),
                },
                field="starts_on",
            )


def _overlap(one: Any, other: Any) -> bool:
    """As the database sees it: the last day is not included, no day is no overlap."""
    ends = [row.ends_on or date.max for row in (one, other)]
    starts = [one.starts_on, other.starts_on]
    lived = all(first < last for first, last in zip(starts, ends, strict=True))
    return lived and max(starts) < min(ends)


def _refuse_overlap(unit: Unit, day: date) -> None:
    later = KeyPersonTenure.objects.filter(unit=unit, ends_on__gt=day)
    if later.filter(ends_on__gt=F("starts_on")).exists():  # a tenure of no day stands in no way
        raise DomainError(
            _("Somebody else was key person on that day. Choose a later one."), field="starts_on"
        )


def _refuse_future(day: date | None, field: str) -> None:
    if day is not None and day > timezone.localdate():
        raise DomainError(_("This day is still to come. Choose today or earlier."), field=field)
