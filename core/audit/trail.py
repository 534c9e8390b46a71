"""Writing the trail: one link a change, in the change's own transaction."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from core import crypto
from core.logs import without_personal_data
from core.models import AuditHead, AuditRecord

# What may stand in the trail as it is: codes, figures, days, hashes. Other text names somebody.
_CODE = re.compile(r"[\w.:/+,=&%*-]{0,200}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}")

_gathering: ContextVar[bool] = ContextVar("audit_gathering", default=False)


def record(action: str, subject: Model, *, by: Any, **data: Any) -> AuditRecord:
    """Add one link, in the transaction of the work it tells of.

    `data` holds figures and ids, never names or numbers of people; any other text is kept as its
    fingerprint (`sealed`), because nothing can be taken out of the chain again (L1). Inside
    `gathered` (that is, in every command) the link waits for the end of the transaction and has no
    sequence before.
    """
    link = AuditRecord(
        at=timezone.now(),
        by=by,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        data=_plain(data),
    )
    if _gathering.get():
        transaction.on_commit(_Waiting(link))
    else:
        _append([link])
    return link


def sealed(text: str) -> str:
    """A keyed fingerprint: it proves later that a text was this one, and says nothing of it."""
    return f"text:{crypto.lookup_hash(text)[:32]}" if text else ""


@contextmanager
def gathered() -> Iterator[None]:
    """Hold links back and append them together at the end of the surrounding transaction.

    The chain has one head, so whoever appends makes all others wait until they commit. Taken
    last, that lock is held for a moment, and nobody holding it waits for another one.
    """
    token = _gathering.set(True)
    try:
        yield
        links = _waiting()
        if links:
            settle()
            _append(links)
    finally:
        _gathering.reset(token)


def settle() -> None:
    """Check foreign keys now: at the commit they would wait for rows with the head in hand."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


class _Waiting:
    """A link that waits. Django keeps the list and strikes out what a savepoint rolls back."""

    def __init__(self, link: AuditRecord) -> None:
        self.link = link
        self.done = False

    def __call__(self) -> None:
        """After the commit nothing is left to do."""


def _waiting() -> list[AuditRecord]:
    links = []
    for _, hook, *_ in connection.run_on_commit:
        if isinstance(hook, _Waiting) and not hook.done:
            hook.done = True
            links.append(hook.link)
    return links


@transaction.atomic
def _append(links: Sequence[AuditRecord]) -> None:
    head = _locked_head()
    newest = head.hash
    for sequence, link in enumerate(links, start=head.sequence + 1):
        link.sequence, link.previous = sequence, newest
        link.hash = newest = link_hash(link)
    AuditRecord.objects.bulk_create(links)
    AuditHead.objects.filter(pk=head.pk).update(sequence=links[-1].sequence, hash=newest)


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
    """What comes back from the database exactly as it went in; binary fractions do not."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dict):
        return {_readable(str(name)): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, set | frozenset):
        return sorted(str(_plain(inner)) for inner in value)
    if isinstance(value, Model):
        return value.pk
    return _readable(str(value).replace("\x00", ""))


def _readable(text: str) -> str:
    if _HASH.fullmatch(text):
        return text
    return text if _CODE.fullmatch(text) and without_personal_data(text) == text else sealed(text)
