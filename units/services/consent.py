"""A person's answers about their data, each with its evidence (L1)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.files import EVIDENCE, attachment_save
from core.uploads import CheckedFile
from units.models import Consent, Contact
from units.models.contact import How
from units.rules.consent import Answer, needs_new_paper
from units.services.shared import locked_contact

PROVEN = (How.SIGNED, How.MESSAGE)


@dataclass(frozen=True)
class Proof:
    """How the answer reached us, on which day, and the paper that shows it."""

    how: str = How.OTHER
    said_on: date | None = None
    upload: CheckedFile | None = None


@transaction.atomic
def consent_give(  # noqa: PLR0913 - the answer and its proof
    *,
    contact_id: int,
    purpose: str,
    given: bool,
    evidence: str,
    by: User,
    proof: Proof | None = None,
) -> Consent:
    """Record an answer with its evidence; the newest counts, from this moment on (L1).

    A yes after a no is refused unless a signed form or a message of that day or later lies beside.
    """
    contact = locked_contact(contact_id)
    proof = proof or Proof()
    day = proof.said_on or timezone.localdate()
    _check(contact, purpose, Answer(given, proof.how, day, proof.upload is not None), evidence)
    consent = Consent.objects.create(
        contact=contact,
        purpose=purpose,
        given=given,
        how=proof.how,
        evidence=evidence.strip(),
        said_on=day,
        at=timezone.now(),
        by=by,
    )
    if proof.upload is not None:
        attachment_save(subject=consent, upload=proof.upload, kind=EVIDENCE, by=by)
    audit.record(
        "units.consent.recorded", contact, by=by, purpose=purpose, given=given, how=proof.how
    )
    return consent


def _check(contact: Contact, purpose: str, answer: Answer, evidence: str) -> None:
    if not evidence.strip():
        raise DomainError(_("Write down what shows the answer."), field="evidence")
    if answer.said_on > timezone.localdate():
        raise DomainError(_("This day is still to come. Choose today or earlier."), field="said_on")
    last = contact.consents.filter(purpose=purpose).first()
    said_no_on = None
    if last is not None and not last.given:
        said_no_on = last.said_on or timezone.localdate(last.at)
    if needs_new_paper(answer, said_no_on, PROVEN):
        raise DomainError(
            _(
                "This person said no on %(day)s. A yes counts again only with a signed form or a "
                "message of that day or later: add its photo on the person's page, under consent."
            )
            % {"day": said_no_on},
            field="upload",
        )
