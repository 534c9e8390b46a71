"""Follow-ups: owed, moved, done; opened and closed by visits, dated by the rhythm (V6, U6)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.policies import policy_on
from core.states import advance, note
from units.models import Contact, Renewal, Unit
from units.services import contact_made, customer_contacted
from units.services.shared import refuse_erased
from visits.models import FollowUp, VisitReport
from visits.policies import VisitPolicy
from visits.rules import due_on as rhythm_day
from visits.states import FOLLOW_UP_TRANSITIONS, FollowUpState


@transaction.atomic
def followup_add(
    *, unit_id: int | None, contact_id: int | None, due_on: date, subject: str, by: User
) -> FollowUp:
    """A follow-up of a unit or of a customer, owed by whoever follows them.

    A customer's counts for their unit as well, as long as one salesperson follows both.
    """
    contact = Contact.objects.select_related("unit").get(pk=contact_id) if contact_id else None
    unit = Unit.objects.get(pk=unit_id) if unit_id else None
    if unit is None and contact is not None and contact.unit is not None:
        unit = contact.unit if contact.unit.owner_id == contact.owner_id else None
    _check_whom(unit, contact)
    _check_to_come(due_on, timezone.localdate())
    row = FollowUp(unit=unit, contact=contact, due_on=due_on, subject=subject, created_by=by)
    _open(row, by)
    return row


@transaction.atomic
def followup_done(
    *, followup_id: int, outcome: str, next_on: date | None = None, by: User
) -> FollowUp:
    """Somebody got in touch: protection is renewed (U6); with `next_on` the next one is opened."""
    row = _locked(followup_id)
    now = timezone.now()
    if next_on is not None:
        _check_to_come(next_on, timezone.localdate(now), field="next_on")
    row.done_at, row.outcome = now, outcome.strip()
    _advance(row, FollowUpState.DONE, by=by, fields=("done_at", "outcome"))
    if row.unit_id is not None:
        contact_made(unit_id=row.unit_id, at=now, by=by)
    if row.contact_id is not None:
        customer_contacted(
            contact_id=row.contact_id, at=now, source=Renewal.Source.FOLLOW_UP, by=by
        )
    if next_on is not None:
        _open(FollowUp(unit=row.unit, contact=row.contact, due_on=next_on, created_by=by), by)
    return row


@transaction.atomic
def followup_move(*, followup_id: int, due_on: date, why: str, by: User) -> FollowUp:
    """Owed on another day, with the reason."""
    row = _locked(followup_id)
    _check_open(row)
    _check_to_come(due_on, timezone.localdate())
    was, row.due_on, row.by_grade = row.due_on, due_on, False
    row.save(update_fields=["due_on", "by_grade"])
    note(row, row.state, by=by, why=why, at=timezone.now())
    audit.record("visits.followup.moved", row, by=by, was=was, now=due_on)
    return row


@transaction.atomic
def followup_cancel(*, followup_id: int, why: str, by: User) -> FollowUp:
    """Nobody needs it any more."""
    row = _locked(followup_id)
    _advance(row, FollowUpState.CANCELLED, by=by, why=why)
    return row


@transaction.atomic
def follow_ups_redate(*, unit: Unit, by: User) -> int:
    """A unit got a grade: what the rhythm dated after a visit is dated anew (V6).

    A day somebody chose stays. The caller holds the unit's lock.
    """
    rows = list(
        FollowUp.objects.open()
        .filter(unit=unit, by_grade=True, opened_by__isnull=False)
        .select_related("opened_by")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    for row in rows:
        if row.opened_by is not None:
            row.due_on = _by_rhythm(row.opened_by, unit)
            row.save(update_fields=["due_on"])
    return len(rows)


def follow_ups_hand_over(*, unit: Unit, by: User) -> int:
    """What is owed to a unit is owed by whoever follows it now; its history goes along (U5).

    The caller holds the unit's lock.
    """
    rows = FollowUp.objects.filter(unit=unit)
    rows.update(team_id=unit.team_id)
    return rows.open().update(owner_id=unit.owner_id) if unit.owner_id is not None else 0


def contact_follow_ups_hand_over(*, contact: Contact, by: User) -> int:
    """What is owed to a customer is owed by whoever follows them now (U5)."""
    if contact.owner_id is None:
        return 0
    rows = FollowUp.objects.open().filter(contact=contact)
    return rows.update(owner_id=contact.owner_id, team_id=contact.team_id)


def follow_ups_drop(*, subject: Unit | Contact, by: User | None) -> int:
    """Nobody follows it any more: what was owed is cancelled (U7)."""
    of = {"unit" if isinstance(subject, Unit) else "contact": subject}
    return _cancelled(FollowUp.objects.open().filter(**of), by, _("In the public pool"))


def follow_ups_end(*, contact: Contact, by: User) -> int:
    """Nothing is owed any more to a person who is erased; what is owed to their unit stays (L1).

    The caller holds the person's lock.
    """
    return _cancelled(FollowUp.objects.open().filter(contact=contact, unit=None), by)


def _cancelled(rows: QuerySet[Any], by: User | None, why: str = "") -> int:
    """Lock and cancel them in the order of their keys; how many they were."""
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for row in found:
        _advance(row, FollowUpState.CANCELLED, by=by, why=why)
    return len(found)


def locked_due(unit: Unit, day: date) -> Sequence[FollowUp]:
    """The unit's open follow-ups that a visit on `day` settles, locked in order."""
    due = FollowUp.objects.due_by(day).filter(unit=unit)
    return list(due.select_for_update(of=("self",)).order_by("pk"))


def close_by_visit(rows: Iterable[FollowUp], report: VisitReport, *, by: User) -> None:
    """Done by going there."""
    for row in rows:
        row.done_at, row.closed_by = report.submitted_at, report
        _advance(row, FollowUpState.DONE, by=by, fields=("done_at", "closed_by"))


def open_after(report: VisitReport, unit: Unit, *, by: User) -> FollowUp:
    """What the visit leads to: on the day it names, else by the unit's grade (V6)."""
    rhythm = _by_rhythm(report, unit)
    row = FollowUp(
        unit=unit,
        contact=report.met_contact,
        due_on=report.next_on or rhythm,
        by_grade=report.next_on in (None, rhythm),
        subject=report.next_step,
        opened_by=report,
        created_by=by,
    )
    _open(row, by)
    return row


def _by_rhythm(report: VisitReport, unit: Unit) -> date:
    day = timezone.localdate(report.visited_at)
    return rhythm_day(day, unit.grade, policy_on(VisitPolicy, day, unit.project_id).rhythm)


def _open(row: FollowUp, by: User) -> None:
    """Owner, team and project are those of the unit, else of the person."""
    followed = row.unit or row.contact
    if followed is None:
        raise DomainError(_("Choose the unit or the person to follow up."))
    row.project_id = followed.project_id
    row.team_id = followed.team_id or next(iter(by.team_ids), None)
    row.owner = followed.owner or by
    row.save(force_insert=True)


def _locked(followup_id: int) -> FollowUp:
    """The row under lock, those of its unit and person first: visits lock in that order, too."""
    of = FollowUp.objects.values_list("unit_id", "contact_id")
    unit_id, contact_id = of.get(pk=followup_id)
    if unit_id is not None:
        Unit.objects.select_for_update(no_key=True, of=("self",)).get(pk=unit_id)
    if contact_id is not None:
        Contact.objects.select_for_update(no_key=True, of=("self",)).get(pk=contact_id)
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("unit", "contact")
    row: FollowUp = rows.get(pk=followup_id)
    return row


def _check_whom(unit: Unit | None, contact: Contact | None) -> None:
    if unit is None and contact is None:
        raise DomainError(_("Choose the unit or the person to follow up."), field="unit")
    if contact is not None:
        refuse_erased(contact)
    if unit is not None and contact is not None and contact.unit_id != unit.pk:
        raise DomainError(
            _("This person belongs to another unit. Choose one of this unit."), field="contact"
        )


def _check_to_come(day: date, today: date, field: str = "due_on") -> None:
    if day < today:
        raise DomainError(_("This day has passed. Choose today or a later one."), field=field)


def _check_open(row: FollowUp) -> None:
    if row.state != FollowUpState.OPEN:
        raise DomainError(_("This follow-up is done or cancelled. Add a new one."))


def _advance(
    row: FollowUp,
    to: FollowUpState,
    *,
    by: User | None,
    why: str = "",
    fields: tuple[str, ...] = (),
) -> None:
    advance(row, to, by=by, why=why, transitions=FOLLOW_UP_TRANSITIONS, fields=fields)
