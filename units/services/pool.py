"""The public pool: filled at night, warned of before, claimed from, put back into (U7)."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from accounts.models import User
from accounts.services.notifications import Message, notify_each
from core.errors import DomainError
from core.policies import policy_on
from units.holdings import kept
from units.models import Claim, Contact, OwnershipChange, Registration, Renewal, Unit
from units.policies import OwnershipPolicy
from units.rules import pooled_before
from units.selectors.ownership import warning_limit
from units.services.ownership import NOBODY, Follower, give, protect
from units.services.shared import locked_contact, locked_unit

Subject = Unit | Contact


@transaction.atomic
def unit_claim(*, unit_id: int, by: User) -> Unit:
    """Take a unit from the pool; it is the claimant's from now, protected afresh (U7)."""
    _lock_claimant(by)
    unit = locked_unit(unit_id)
    _claim(unit, by)
    return unit


@transaction.atomic
def customer_claim(*, contact_id: int, by: User) -> Contact:
    """Take a customer from the pool; their last registration lives again, protected afresh (U7).

    It keeps the name of who made it: a claim is no registration in the ranking.
    """
    _lock_claimant(by)
    contact = locked_contact(contact_id)
    _claim(contact, by)
    last = Registration.objects.filter(contact=contact).first()
    if last is not None:
        last.live = True
        last.save(update_fields=["live"])
        protect(contact, by=by, source=Renewal.Source.GIVEN)
    return contact


@transaction.atomic
def unit_release(*, unit_id: int, why: str, by: User) -> Unit:
    """Put a unit into the pool before its time."""
    unit = locked_unit(unit_id)
    _release(unit, why, by)
    return unit


@transaction.atomic
def customer_release(*, contact_id: int, why: str, by: User) -> Contact:
    """Put a customer into the pool before their time."""
    contact = locked_contact(contact_id)
    _release(contact, why, by)
    return contact


@transaction.atomic
def pool_fill(*, day: date) -> int:
    """Put what nobody was in touch with for the grace period into the pool; gives how many.

    Worked twice for a day it finds nothing the second time. Whoever lost something is told once.
    """
    policy = policy_on(OwnershipPolicy, day)
    limit = pooled_before(day, policy.grace_days)
    lost: Counter[int] = Counter()
    for rows in (Unit.objects.idle_before(limit), Contact.objects.left_alone_since(limit)):
        for subject in _not_kept(rows):
            lost[subject.owner_id or 0] += 1
            why = gettext_noop("No contact for the whole grace period")
            give(subject, NOBODY, why=why, by=None)
    messages = {owner_id: _lost(count) for owner_id, count in lost.items()}
    notify_each(kind="units.pool.lost", key=day.isoformat(), messages=messages)
    return lost.total()


@transaction.atomic
def pool_warn(*, day: date) -> int:
    """Tell each owner once what goes into the pool soon; gives how many were told (U7).

    Each row remembers of which last contact it was warned, so neither another number of days nor a
    morning without the job skips a warning or repeats one; a new contact or owner begins anew.
    """
    grace = policy_on(OwnershipPolicy, day).grace_days
    limit = warning_limit(day)
    soon: dict[int, list[int]] = defaultdict(list)
    for rows in (Unit.objects.idle_before(limit), Contact.objects.left_alone_since(limit)):
        for subject in _warned(rows):
            left = grace - (day - subject.warned_for).days
            soon[subject.owner_id].append(max(left, 0))
    messages = {owner_id: _warning(len(left), min(left)) for owner_id, left in soon.items()}
    return notify_each(kind="units.pool.warning", key=day.isoformat(), messages=messages)


def _warned(rows: QuerySet[Any]) -> list[Any]:
    """Those to warn of, marked with the contact that was read: a newer one is still unwarned."""
    found = list(rows.unwarned().only("owner"))  # type: ignore[attr-defined]
    stay = kept(rows.model, [row.pk for row in found])
    due = [row for row in found if row.pk not in stay]
    for row in due:
        row.warned_for = row.last_contact_on
    rows.model._default_manager.bulk_update(due, ["warned_for"], batch_size=500)
    return due


def _lock_claimant(by: User) -> None:
    """What runs out is the person's number of claims, so their row is the lock."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)


def _claim(subject: Subject, by: User) -> None:
    if subject.pooled_at is None and subject.owner_id == by.pk:
        raise DomainError(_("You have claimed this already: it is yours to follow."))
    if subject.pooled_at is None:
        raise DomainError(_("Somebody else was first: this is in the pool no more."))
    _check_cap(by)
    refuse_last_owner(subject, by)
    follower = Follower(by.pk, next(iter(by.team_ids), None))
    give(subject, follower, why=gettext_noop("Claimed from the pool"), by=by)
    Claim.objects.create(user=by, at=timezone.now(), **_of(subject))


def _check_cap(by: User) -> None:
    limit = policy_on(OwnershipPolicy, timezone.localdate()).claim_limit
    if Claim.objects.filter(user=by, ended_at=None).count() >= limit:
        raise DomainError(
            _(
                "You follow %(limit)d claims from the pool already. A leader or the sales manager "
                "can put one of them back."
            )
            % {"limit": limit}
        )


def refuse_last_owner(subject: Subject, by: User) -> None:
    """DomainError for who lost it: it is for another salesperson (U7)."""
    last = OwnershipChange.objects.filter(**_of(subject)).first()
    if last is not None and last.from_owner_id == by.pk:
        raise DomainError(
            _("You followed this last, so it is another's turn. Your leader can give it back.")
        )


def _release(subject: Subject, why: str, by: User) -> None:
    if subject.pooled_at is not None:
        raise DomainError(_("This is in the pool already. Reload the page."))
    if kept(type(subject), [subject.pk]):
        raise DomainError(_("There is a purchase. Give it to somebody else instead."))
    give(subject, NOBODY, why=why, by=by)


def _of(subject: Subject) -> dict[str, Subject]:
    return {"unit" if isinstance(subject, Unit) else "contact": subject}


def _not_kept(rows: QuerySet[Any]) -> list[Any]:
    """Locked, in order, without what a purchase keeps."""
    locked = list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    stay = kept(rows.model, [row.pk for row in locked])
    return [row for row in locked if row.pk not in stay]


def _lost(count: int) -> Message:
    def title() -> str:
        return ngettext(
            "%(count)d of yours went into the public pool",
            "%(count)d of yours went into the public pool",
            count,
        ) % {"count": count}

    text = gettext_lazy("There was no contact for the grace period.")
    return Message(title, text, reverse("pool_unit_list"))


def _warning(count: int, days: int) -> Message:
    def title() -> str:
        return ngettext(
            "%(count)d of yours goes into the public pool in %(days)d days",
            "%(count)d of yours go into the public pool, the first in %(days)d days",
            count,
        ) % {"count": count, "days": days}

    text = gettext_lazy("Get in touch and record it: that starts the time anew.")
    return Message(title, text, reverse("today"))
