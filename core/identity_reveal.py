"""Showing what is hidden: one person, one field, a reason, and a row that says so (L1)."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, crypto
from core.errors import DomainError
from core.models import Reveal

LEAST_REASON = 5  # characters; less is no reason


@transaction.atomic
def reveal(  # noqa: PLR0913 - what is shown, whose, where from, why and to whom are all needed
    *, subject: Model, field: str, stored: str, context: str, reason: str, by: Any
) -> str:
    """The plain value of `stored`, once the look is on record.

    Raises DomainError without a reason, and when the value cannot be read.
    """
    why = " ".join(reason.split())
    if len(why) < LEAST_REASON:
        raise DomainError(
            _("Say why you need to see the number, in five characters or more."), field="reason"
        )
    look = Reveal.objects.create(
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        field=field,
        by=by,
        reason=why[:200],
        at=timezone.now(),
    )
    audit.record("core.reveal", subject, by=by, field=field, reveal=look.pk)
    try:
        return crypto.decrypt(stored, context=context)
    except crypto.Undecipherable:
        raise DomainError(
            _("This number cannot be read any more. Ask for it again and enter it anew.")
        ) from None
