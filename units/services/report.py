"""Handing out everything we hold of a person; each look is on record with its reason (L1)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.identity_reveal import LEAST_REASON
from core.models import Reveal
from core.personal.report import Section, sections
from units.models import Contact
from units.services.erasure import person_of

PAGE, PDF, JSON = "page", "pdf", "json"


@transaction.atomic
def person_report(*, contact_id: int, reason: str, kind: str, by: User) -> list[Section]:
    """The whole report, once who looks and why is written down. `kind` is page, pdf or json."""
    contact = Contact.objects.get(pk=contact_id)
    why = " ".join(reason.split())
    if len(why) < LEAST_REASON:
        raise DomainError(
            _("Say why you need to see this, in five characters or more."), field="reason"
        )
    look = Reveal.objects.create(
        subject_type=Contact._meta.label_lower,
        subject_id=contact.pk,
        field=f"report:{kind}",
        by=by,
        reason=why[:200],
        at=timezone.now(),
    )
    made = sections(person_of(contact))
    audit.record("units.person.reported", contact, by=by, kind=kind, reveal=look.pk)
    return made
