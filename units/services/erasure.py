"""Erasing a person: asked by one, approved by another, then nothing of them is readable (L1)."""

import re
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from core import audit, crypto, identity_reveal
from core.abilities import Role
from core.approvals import Stage, approval_ask, in_order
from core.errors import DomainError
from core.exports.services import export_expire, export_fail
from core.models import Approval, ExportRecord
from core.personal import Person
from core.personal.blockers import blockers
from core.personal.erasure import erase, preview
from core.personal.looking import NOTHING_CHOSEN, Chosen, doubtful_files
from core.personal.registry import full_years
from core.policies import policy_on
from units.models import Contact, ErasedNumber, PersonRequest, Registration, SealedIdentity
from units.policies import PersonalPolicy
from units.services.merge_end import merges_end
from units.services.people import id_context
from units.services.request import close, locked_request, move
from units.services.shared import locked_contact
from units.signals import contact_erased
from units.states import RequestState

KIND = "units.erasure"


def person_of(contact: Contact, called: tuple[str, ...] = ()) -> Person:
    """Every record of the person, and every spelling by which words may name them (U8).

    `called`: what else people near them call them.
    """
    records = [contact, *Contact.everything.filter(merged_into=contact).order_by("pk")]
    names = _each(record.name for record in records)
    others = Contact.objects.filter(name__in=names).exclude(pk=contact.pk)
    return Person(
        contact.pk,
        names,
        _each(record.mobile for record in records),
        _each(map(_number_of, records)),
        tuple(record.pk for record in records[1:]),
        rare=not others.exists(),
        called=called,
    )


def looked_for(request: PersonRequest) -> Person:
    """The person of a request, by the names somebody added as well."""
    return person_of(request.contact, names_in(request.called))


def chosen_of(request: PersonRequest) -> Chosen:
    """What somebody chose when looking through the doubtful."""
    kept = request.chosen
    return Chosen(
        frozenset(kept.get("attachments", ())),
        frozenset(kept.get("words", ())),
        frozenset(kept.get("shown", ())),
    )


def known_number(mobile: str) -> str:
    """By what the number of an erased person is known again: nobody reads the number out of it."""
    return crypto.lookup_hash(f"erased:{mobile}")


def names_in(text: str) -> tuple[str, ...]:
    """Names with commas between them, as typed."""
    return _each(name.strip() for name in re.split(r"[,，、;；\n]", text))


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))


def _number_of(record: Contact) -> str:
    if not record.id_number:
        return ""
    try:
        return crypto.decrypt(record.id_number, context=id_context(record))
    except crypto.Undecipherable:
        return ""


@transaction.atomic
def erasure_ask(*, personrequest_id: int, by: User) -> Approval:
    """Ask a second person to approve: compliance, or the manager where compliance itself asks."""
    request = locked_request(personrequest_id)
    if request.kind != PersonRequest.Kind.ERASURE or not request.is_live:
        raise DomainError(_("Only a request for erasure that is still open can be worked."))
    _refuse_if_needed(request.contact)
    seen = preview(looked_for(request), chosen=chosen_of(request))
    if seen.doubtful:
        raise _look_first()
    kept = sum(line.rows for line in seen.lines if line.reason)
    approval = approval_ask(
        subject=request,
        kind=KIND,
        steps=_steps(by),
        snapshot={
            "person": f"#{request.contact_id}",
            "rows": sum(line.rows for line in seen.lines),
            "kept": kept,
            "files": seen.files,
            "mentions": sum(count for _label, count in seen.mentions),
        },
        by=by,
    )
    if request.state != RequestState.WAITING:
        move(request, RequestState.WAITING, by=by)
    return approval


def _steps(by: User) -> tuple[Stage, ...]:
    """Four eyes: who asks never decides (core.approvals), and compliance has a part in it."""
    if by.role == Role.COMPLIANCE:
        return (Stage((Role.COMPLIANCE, Role.MANAGER), "any"),)
    return in_order(Role.COMPLIANCE)


@transaction.atomic
def erasure_approved(*, approval: Approval, by: User) -> Contact:
    """The second pair of eyes agreed: erase, and close the request."""
    request = locked_request(approval.subject_id)
    contact = contact_erase(contact_id=request.contact_id, request=request, by=by)
    request.refresh_from_db()
    close(request, RequestState.DONE, "", by=by)
    return contact


@transaction.atomic
def erasure_returned(*, approval: Approval, by: User) -> PersonRequest:
    """Not agreed: the request is open again."""
    request = locked_request(approval.subject_id)
    if request.state == RequestState.WAITING:
        move(request, RequestState.OPEN, by=by)
    return request


@transaction.atomic
def contact_erase(*, contact_id: int, request: PersonRequest | None = None, by: User) -> Contact:
    """Make a person unreadable everywhere; what the law keeps stays under a number (L1).

    Refused while something with them is open. Once more does nothing. Never taken back. With the
    `request` go the names and the choices of who looked through it.
    """
    contact = locked_contact(contact_id, erased=True)
    if contact.erased_at is not None:
        return contact
    _refuse_if_needed(contact)
    contact_erased.send(Contact, contact=contact, by=by)
    Registration.objects.filter(contact=contact, live=True).update(live=False)
    merges_end(contact)
    _unreadable(contact, request, by)
    _call_back_exports(by)
    contact.refresh_from_db()
    return contact


def _unreadable(contact: Contact, request: PersonRequest | None, by: User) -> None:
    """The person with the old records that became part of theirs (U8)."""
    person = person_of(contact) if request is None else looked_for(request)
    chosen = NOTHING_CHOSEN if request is None else chosen_of(request)
    found = erase(person, chosen=chosen, by=by)
    if request is not None and chosen.unseen(found, doubtful_files(person)):
        raise _look_first()  # what has come since somebody looked; all is undone
    if found.sealed_on is not None:
        _seal(person, contact, found.sealed_on)
    now = timezone.now()
    Contact.everything.filter(pk__in=person.keys).update(erased_at=now)
    ErasedNumber.objects.bulk_create(
        (
            ErasedNumber(project_id=contact.project_id, known=known_number(mobile), erased_at=now)
            for mobile in person.mobiles
        ),
        ignore_conflicts=True,
    )
    audit.record(
        "units.contact.erased",
        contact,
        by=by,
        also=person.also,
        rows=sum(len(rows) for rows in found.rows.values()),
        mentions=len(found.mentioned),
        files=len(found.files),
        looked_through=[len(chosen.files), len(chosen.words)],
    )


def _look_first() -> DomainError:
    return DomainError(_("Look through the files and words in which they may be, first."))


def _call_back_exports(by: User) -> None:
    """Lists that wait to be fetched, or are just being written, may hold the person.

    Any list may: a gift tells to whom it went. They are asked for anew.
    """
    for record in ExportRecord.objects.filter(state="done").exclude(stored=""):
        export_expire(export_id=record.pk, by=by)
    why = gettext_noop("Somebody was erased while it was being written. Export the list again.")
    for record in ExportRecord.objects.filter(state="running"):
        export_fail(export_id=record.pk, why=why, by=by)


def _seal(person: Person, contact: Contact, last: date) -> None:
    """Who it was, encrypted, as long as books and tax ask for it after the `last` of their rows."""
    years = policy_on(PersonalPolicy, timezone.localdate(), contact.project_id).sealed_years
    sealed = SealedIdentity(
        contact=contact,
        why="books",
        until=full_years(last, years),
        at=timezone.now(),
        name=crypto.encrypt(contact.name, context=sealed_context(contact.pk, "name")),
    )
    if person.identities:
        sealed.number = crypto.encrypt(
            person.identities[0], context=sealed_context(contact.pk, "number")
        )
    sealed.save(force_insert=True)


def sealed_context(contact_id: int, field: str) -> str:
    """What a sealed value is bound to."""
    return f"units.sealed:{contact_id}:{field}"


@transaction.atomic
def sealed_show(*, sealedidentity_id: int, reason: str, by: User) -> tuple[str, str]:
    """Name and identity number of an erased person; who looked and why is recorded."""
    sealed = SealedIdentity.objects.get(pk=sealedidentity_id)
    shown = [
        identity_reveal.reveal(
            subject=sealed,
            field=field,
            stored=stored,
            context=sealed_context(sealed.contact_id, field),
            reason=reason,
            by=by,
        )
        for field, stored in (("name", sealed.name), ("number", sealed.number))
        if stored
    ]
    return shown[0], shown[1] if len(shown) > 1 else ""


def _refuse_if_needed(contact: Contact) -> None:
    reasons = blockers(contact)
    if reasons:
        raise DomainError(
            _("This person cannot be erased yet: %(reasons)s")
            % {"reasons": " ".join(map(str, reasons))}
        )
