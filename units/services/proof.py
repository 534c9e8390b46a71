"""What a customer said and showed: sincerity, certificates, belonging to a unit (P3, R2, U3)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.files import EVIDENCE, attachment_save
from units.models import Contact, Proof, Sincerity
from units.models.proof import SincerityLevel
from units.services.shared import locked_contact, locked_with_unit, written
from units.signals import certificate_changed

# What shows that one is a teacher or civil servant, and what that one belongs to a unit.
PAPERS = {
    Proof.Kind.CERTIFICATE: frozenset({Proof.Paper.TEACHER, Proof.Paper.SERVANT}),
    Proof.Kind.BELONGING: frozenset(set(Proof.Paper)),
}


@transaction.atomic
def sincerity_record(*, contact_id: int, facts: Mapping[str, Any], by: User) -> Contact:
    """Keep what a customer said of buying; the newest day's answer is theirs (U3)."""
    contact = locked_contact(contact_id)
    if facts["said_on"] > timezone.localdate():
        raise DomainError(_("This day is still to come. Choose today or earlier."), field="said_on")
    said = Sincerity(contact=contact, by=by, at=timezone.now(), **facts)
    written(said)
    newest: Sincerity = contact.sincerities.all()[0]
    sincere = newest.level == SincerityLevel.SINCERE
    contact.sincerity = newest.level
    contact.sincere_on = (contact.sincere_on or newest.said_on) if sincere else None
    contact.save(update_fields=["sincerity", "sincere_on"])
    audit.record("units.customer.sincerity", contact, by=by, level=said.level)
    return contact


@transaction.atomic
def proof_record(
    *, contact_id: int, facts: Mapping[str, Any], by: User, upload: Any = None
) -> Contact:
    """Keep a paper the customer showed; a certificate gives the group's price from now on (P3)."""
    contact = locked_with_unit(contact_id)
    paper = Proof(contact=contact, unit_id=contact.unit_id, by=by, at=timezone.now(), **facts)
    _refuse_unfit(paper)
    written(paper)
    if upload is not None:
        attachment_save(subject=paper, upload=upload, kind=EVIDENCE, by=by)
    audit.record("units.customer.proved", contact, by=by, kind=paper.kind, paper=paper.paper)
    _certify(contact, timezone.localdate(), by)
    return contact


@transaction.atomic
def proof_withdraw(*, proof_id: int, why: str, by: User) -> Contact:
    """Take back a paper that proved wrong; what it gave goes with it (P3)."""
    contact = locked_with_unit(Proof.objects.values_list("contact_id", flat=True).get(pk=proof_id))
    paper = Proof.objects.get(pk=proof_id)
    if paper.withdrawn_at is not None:
        raise DomainError(_("This proof has been withdrawn already."))
    paper.withdrawn_at, paper.withdrawn_why = timezone.now(), why
    paper.save(update_fields=["withdrawn_at", "withdrawn_why"])
    audit.record("units.customer.proof_withdrawn", contact, by=by, kind=paper.kind, why=why)
    _certify(contact, timezone.localdate(), by)
    return contact


@transaction.atomic
def certificates_expire(*, day: date) -> int:
    """Take the group's price from whose last certificate ran out before `day`; how many.

    It is done in the name of who saw the certificate: they hear what became of the price.
    """
    over = Proof.objects.filter(_certificates(), valid_until__lt=day, contact__certificate=True)
    gone = 0
    for paper in over.select_related("by").order_by("contact", "-valid_until"):
        contact = locked_with_unit(paper.contact_id)
        gone += contact.certificate and not _certify(contact, day, paper.by)
    return gone


def _certify(contact: Contact, day: date, by: User) -> bool:
    """Whether the contact has a certificate: while one shown holds. Tells who prices (P3)."""
    if certificate_settle(contact=contact, day=day, by=by):
        certificate_changed.send(Contact, contact=contact, by=by)
    return contact.certificate


def certificate_settle(*, contact: Contact, day: date, by: User) -> bool:
    """Write of a locked contact whether a certificate holds; whether that is new."""
    holding = Q(valid_until=None) | Q(valid_until__gte=day)
    has = contact.proofs.filter(_certificates()).filter(holding).exists()
    if has == contact.certificate:
        return False
    contact.certificate = has
    contact.save(update_fields=["certificate"])
    audit.record("units.customer.certificate", contact, by=by, valid=has)
    return True


def _certificates() -> Q:
    return Q(kind=Proof.Kind.CERTIFICATE, withdrawn_at=None)


def _refuse_unfit(paper: Proof) -> None:
    if paper.paper not in PAPERS[Proof.Kind(paper.kind)]:
        raise DomainError(
            _("Only a teacher's certificate or a civil servant's card proves this."), field="paper"
        )
    if paper.kind == Proof.Kind.BELONGING and paper.unit_id is None:
        raise DomainError(_("Say first which unit this customer belongs to: edit them."))
    if paper.seen_on > timezone.localdate():
        raise DomainError(_("This day is still to come. Choose today or earlier."), field="seen_on")
