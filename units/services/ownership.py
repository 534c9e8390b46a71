"""Who follows what: given, put into the pool, recorded each time with who, when and why (U5, U7).

Every change of an owner goes through `give`, but a hand-over of everything (`handover`), which
does the same for thousands of rows at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from core import audit, versions
from core.abilities import FIELD, Role
from core.errors import DomainError
from core.policies import policy_on
from units.models import Claim, Contact, OwnershipChange, Registration, Renewal, Unit
from units.policies import OwnershipPolicy
from units.rules import protection_end
from units.services.shared import locked_contact, locked_unit
from units.signals import customer_assigned, pooled, unit_assigned


@dataclass(frozen=True)
class Follower:
    """A person and their team; NOBODY is the public pool."""

    owner_id: int | None
    team_id: int | None


NOBODY = Follower(None, None)


@transaction.atomic
def unit_assign(*, unit_id: int, owner: User, why: str, by: User) -> Unit:
    """Give the unit and its people to another salesperson; recorded with who, when, why (U5)."""
    unit = locked_unit(unit_id)
    give(unit, _follower(unit, owner, by), why=why, by=by)
    return unit


@transaction.atomic
def customer_assign(*, contact_id: int, owner: User, why: str, by: User) -> Contact:
    """Give a customer to another salesperson, with a fresh protection (U5)."""
    contact = locked_contact(contact_id)
    give(contact, _follower(contact, owner, by), why=why, by=by)
    protect(contact, by=by, source=Renewal.Source.GIVEN)
    return contact


def _follower(subject: Unit | Contact, owner: User, by: User) -> Follower:
    """The person in today's team; a leader gives to people of their own team only."""
    if not owner.is_active:
        raise DomainError(_("This person has left. Choose somebody else."), field="owner")
    team_id = team_today(owner, subject.project_id)
    if team_id is None:
        raise DomainError(_("This person is in no team of the project today."), field="owner")
    if by.role == Role.LEADER and team_id not in by.team_ids:
        raise DomainError(_("Choose somebody of your own team."), field="owner")
    if (subject.owner_id, subject.team_id) == (owner.pk, team_id):
        raise DomainError(_("This person follows it already. Choose another."), field="owner")
    return Follower(owner.pk, team_id)


def team_today(user: User, project_id: int) -> int | None:
    """The key of the person's team in the project today."""
    today = Membership.objects.on(timezone.localdate()).filter(user=user)
    team_id: int | None = (
        today.filter(team__project_id=project_id).values_list("team_id", flat=True).first()
    )
    return team_id


def give(subject: Unit | Contact, to: Follower, *, why: str, by: User | None) -> OwnershipChange:
    """Change who follows a unit (with its people) or a customer. The caller holds the row's lock.

    Live claims on it end, the grace period begins anew, and the rooms above are told.
    """
    now = timezone.now()
    change = _change(subject, to, why=why, by=by)
    change.save(force_insert=True)
    Claim.objects.filter(**_of(subject), ended_at=None).update(ended_at=now)
    was_owner_id = subject.owner_id
    subject.owner_id, subject.team_id = to.owner_id, to.team_id
    subject.idle_since = timezone.localdate(now)
    subject.pooled_at = now if to == NOBODY else None
    fields = ["owner", "team", "idle_since", "pooled_at", versions.bump(subject)]
    if isinstance(subject, Unit):
        subject.protected_until = None if to == NOBODY else _until(subject.idle_since)
        subject.save(update_fields=[*fields, "protected_until"])
        along = {"people": _take_people_along(subject, was_owner_id, change)}
    else:
        along = {}
        subject.save(update_fields=fields)
    if to == NOBODY and isinstance(subject, Contact):
        Registration.objects.filter(contact=subject, live=True).update(live=False)
    _tell(subject, change, by, **along)
    return change


def protect(contact: Contact, *, by: User | None, source: str) -> Registration | None:
    """A fresh protection for whoever follows the customer now; None where nobody registered them.

    The registration keeps the name of who made it: their figure in the ranking is history.
    """
    live = Registration.objects.filter(contact=contact, live=True).first()
    if live is not None:
        renew(live, timezone.localdate(), by=by, source=source)
    return live


def renew(live: Registration, day: date, *, by: User | None, source: str) -> bool:
    """Move the end of a protection that still lives on `day`; whether it moved (U6)."""
    until = _until(day)
    given = source in (Renewal.Source.RULING, Renewal.Source.GIVEN)
    if until <= live.protected_until or (day > live.protected_until and not given):
        return False
    live.protected_until = until
    live.save(update_fields=["protected_until"])
    Renewal.objects.create(
        registration=live, source=source, protected_until=until, by=by, at=timezone.now()
    )
    return True


def _until(day: date) -> date:
    return protection_end(day, policy_on(OwnershipPolicy, day).protection_days)


def _of(subject: Unit | Contact) -> dict[str, Unit | Contact]:
    return {"unit" if isinstance(subject, Unit) else "contact": subject}


def _change(subject: Unit | Contact, to: Follower, *, why: str, by: User | None) -> OwnershipChange:
    return OwnershipChange(
        **_of(subject),
        from_owner_id=subject.owner_id,
        from_team_id=subject.team_id,
        to_owner_id=to.owner_id,
        to_team_id=to.team_id,
        why=why[:200],
        by=by,
        at=timezone.now(),
    )


def _take_people_along(unit: Unit, was_owner_id: int | None, change: OwnershipChange) -> list[int]:
    """A unit's people go with it, but for customers who are protected for somebody else (U6).

    Gives the keys of those who went, for the audit trail (L3).
    """
    people = Contact.objects.filter(unit=unit).select_for_update(no_key=True, of=("self",))
    protected = Registration.objects.protected_on(unit.idle_since).filter(contact__unit=unit)
    stay = set(
        protected.filter(~Q(contact__owner_id=was_owner_id)).values_list("contact_id", flat=True)
    )
    if unit.owner_id is None:  # the pool takes no protection away
        stay = set(protected.values_list("contact_id", flat=True))
    going = [
        person
        for person in people.order_by("pk")
        if person.pk not in stay and person.owner_id != unit.owner_id
    ]
    record_changes(going, Follower(unit.owner_id, unit.team_id), change)
    ids = [person.pk for person in going]
    Contact.objects.filter(pk__in=ids).update(
        owner_id=unit.owner_id, team_id=unit.team_id, idle_since=unit.idle_since, pooled_at=None
    )
    return ids


def record_changes(
    subjects: Iterable[Unit | Contact], to: Follower, change: OwnershipChange
) -> None:
    """One line in the history of each, for the reason, by whom and when `change` says."""
    rows = [_change(subject, to, why=change.why, by=change.by) for subject in subjects]
    OwnershipChange.objects.bulk_create(rows, batch_size=1000)


def _tell(
    subject: Unit | Contact, change: OwnershipChange, by: User | None, **along: list[int]
) -> None:
    noun = "unit" if isinstance(subject, Unit) else "customer"
    was, now, why = change.from_owner_id, change.to_owner_id, change.why
    if now is None:
        pooled.send(type(subject), subject=subject, by=by)
        audit.record(f"units.{noun}.pooled", subject, by=by, was=was, why=why, **along)
        return
    if isinstance(subject, Unit):
        unit_assigned.send(Unit, unit=subject, change=change, by=by)
    else:
        customer_assigned.send(Contact, contact=subject, change=change, by=by)
    audit.record(f"units.{noun}.assigned", subject, by=by, was=was, now=now, why=why, **along)


def may_follow(user: User) -> bool:
    """Whether units and customers can be given to the person."""
    return user.is_active and user.role in FIELD
