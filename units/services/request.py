"""What people ask about their data: recorded, corrected, answered in time (L1, PIPL 44–50)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, states
from core.errors import DomainError
from core.policies import policy_on
from units.models import PersonRequest
from units.policies import PersonalPolicy
from units.services.people import contact_edit
from units.services.shared import locked_contact
from units.states import REQUEST_TRANSITIONS, RequestState

CORRECTED = (
    *("name", "position", "mobile", "birthday", "lunar_birthday", "official", "helps_with"),
    "preferences",
)


@dataclass(frozen=True)
class Asked:
    """What somebody asks: `kind` and `how` by their codes; `asked_by` "" for the person."""

    kind: str
    how: str
    received_on: date
    words: str = ""
    asked_by: str = ""


@transaction.atomic
def request_record(*, contact_id: int, asked: Asked, by: User) -> PersonRequest:
    """Put a request into the book; the answer is owed within the policy's days (L1)."""
    contact = locked_contact(contact_id)
    today = timezone.localdate()
    if asked.received_on > today:
        raise DomainError(
            _("This day is still to come. Choose today or earlier."), field="received_on"
        )
    days = policy_on(PersonalPolicy, asked.received_on, contact.project_id).answer_days
    made = PersonRequest.objects.create(
        project_id=contact.project_id,
        contact=contact,
        kind=asked.kind,
        how=asked.how,
        asked_by=asked.asked_by.strip(),
        words=asked.words.strip(),
        received_on=asked.received_on,
        due_on=asked.received_on + timedelta(days=days),
        recorded_by=by,
    )
    states.note(made, "", by=by, at=timezone.now())
    audit.record("units.request.recorded", made, by=by, kind=made.kind, contact=contact.pk)
    return made


@transaction.atomic
def request_answer(*, personrequest_id: int, outcome: str, done: bool, by: User) -> PersonRequest:
    """Say what was done, or why not. An erasure is answered by erasing, or refused."""
    request = locked_request(personrequest_id)
    if not outcome.strip():
        raise DomainError(_("Say what was done, or why it is refused."), field="outcome")
    if done and request.kind == PersonRequest.Kind.ERASURE:
        raise DomainError(_("An erasure is done by erasing. Ask for the approval instead."))
    close(request, RequestState.DONE if done else RequestState.REFUSED, outcome.strip(), by=by)
    return request


@transaction.atomic
def request_correct(
    *, personrequest_id: int, version: int, facts: Mapping[str, Any], outcome: str, by: User
) -> PersonRequest:
    """Correct the person as they ask: what changed, who asked and when is on record (PIPL 46)."""
    request = locked_request(personrequest_id)
    if request.kind != PersonRequest.Kind.CORRECTION or not request.is_live:
        raise DomainError(_("Only a request for correction that is still open can be worked."))
    wanted = {name: facts[name] for name in CORRECTED if name in facts}
    contact = locked_contact(request.contact_id)
    changed = [name for name, value in wanted.items() if getattr(contact, name) != value]
    contact_edit(contact_id=contact.pk, version=version, facts=wanted, by=by)
    audit.record("units.request.corrected", request, by=by, fields=changed)
    close(request, RequestState.DONE, outcome.strip(), by=by)
    return request


def locked_request(request_id: int) -> PersonRequest:
    """The request under its lock."""
    rows = PersonRequest.objects.select_for_update(no_key=True, of=("self",))
    request: PersonRequest = rows.get(pk=request_id)
    return request


def close(request: PersonRequest, to: str, outcome: str, *, by: User | None) -> None:
    """Answered or refused; the caller holds the lock."""
    request.outcome, request.closed_at = outcome[:400], timezone.now()
    move(request, to, by=by, fields=("outcome", "closed_at"))


def move(
    request: PersonRequest, to: str, *, by: User | None, fields: tuple[str, ...] = (), why: str = ""
) -> None:
    """The one place that moves a request."""
    states.advance(request, to, by=by, why=why, transitions=REQUEST_TRANSITIONS, fields=fields)
