"""The audit trail (L3): one function to write it, one to check the chain."""

import hashlib
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from core.models import AuditHead, AuditRecord


@transaction.atomic
def record(action: str, subject: Model, *, by: Any, **data: Any) -> AuditRecord:
    """Append one link. Call it in a service, in its transaction, after the work's own locks.

    `data` holds figures and ids, never names or numbers of people.
    """
    head = _locked_head()
    link = AuditRecord(
        sequence=head.sequence + 1,
        at=timezone.now(),
        by=by,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        data={name: _plain(value) for name, value in data.items()},
        previous=head.hash,
    )
    link.hash = link_hash(link)
    link.save(force_insert=True)
    AuditHead.objects.filter(pk=head.pk).update(sequence=link.sequence, hash=link.hash)
    return link


def _locked_head() -> AuditHead:
    head = AuditHead.objects.select_for_update().first()
    if head is None:
        AuditHead.objects.get_or_create(pk=1)
        head = AuditHead.objects.select_for_update().get(pk=1)
    return head


def link_hash(link: AuditRecord) -> str:
    """SHA-256 over everything the link says and the link before it."""
    said = {
        "sequence": link.sequence,
        "at": link.at.astimezone(timezone.get_default_timezone()).isoformat(),
        "by": link.by_id,
        "action": link.action,
        "subject": [link.subject_type, link.subject_id],
        "data": link.data,
        "previous": link.previous,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | date | datetime):
        return str(value)
    if isinstance(value, Model):
        return value.pk
    return value
