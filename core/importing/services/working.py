"""The worker's side: files that wait are read, written, undone, each taken in hand by one."""

import logging
from typing import Any

from django.db import OperationalError, transaction
from django.dispatch import Signal
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.commands import execute
from core.errors import DomainError
from core.importing.progress import Desk, Stopped, at_work, forget
from core.importing.services.confirming import import_fail, import_write
from core.importing.services.stopping import stop_now
from core.importing.services.undoing import import_undo_fail, import_undo_write
from core.importing.services.uploading import import_keep, import_refuse, read_waiting
from core.importing.states import BUSY, CONFIRMED, READING
from core.models import ImportBatch

log = logging.getLogger(__name__)

# Sent when the worker has come to an end with a file: batch. Not for what was done at once.
finished = Signal()


def work_waiting() -> int:
    """Work what waits; returns how many.

    Killed half-way, a file still waits and is worked from its beginning by the next ring.
    """
    waiting = ImportBatch.objects.filter(state__in=BUSY).order_by("created_at", "pk")
    return sum(_work_one(pk) for pk in list(waiting.values_list("pk", flat=True)))


def _work_one(batch_id: int) -> bool:
    with at_work(batch_id) as desk:
        waiting = ImportBatch.objects.filter(pk=batch_id, state__in=BUSY)
        batch = waiting.select_related("created_by").first()
        if desk is None or batch is None:
            return False
        with translation.override(getattr(batch.created_by, "language", "") or None):
            try:
                done = _work(batch, desk)
            except Stopped:
                stop_now(batch, batch.created_by)
                done = True
    if done:
        forget(batch_id)
        execute(import_tell, batch_id=batch_id, by=batch.created_by)
    return done


@transaction.atomic
def import_tell(*, batch_id: int, by: Any) -> ImportBatch:
    """Who uploaded it may have left the page."""
    batch: ImportBatch = ImportBatch.objects.get(pk=batch_id)
    finished.send(ImportBatch, batch=batch, by=by)
    return batch


def _work(batch: ImportBatch, desk: Desk) -> bool:
    """Whether it is done with, one way or the other."""
    by = batch.created_by
    try:
        return _steps(batch, desk, by)
    except DomainError as refusal:
        if isinstance(refusal.__cause__, OperationalError):
            return False  # a lock was taken: the next ring tries again
        why: str | Promise = refusal.message
    except Stopped:
        raise
    except Exception:
        log.exception("import %d failed", batch.pk)
        why = _("Nothing was done because of a fault in Tuoke. It has been noted.")
    refuse: Any = {READING: import_refuse, CONFIRMED: import_fail}.get(
        batch.state, import_undo_fail
    )
    execute(refuse, by=by, batch_id=batch.pk, why=why)
    return True


def _steps(batch: ImportBatch, desk: Desk, by: Any) -> bool:
    if batch.state == READING:
        told = read_waiting(batch, desk)
        return execute(import_keep, by=by, batch_id=batch.pk, told=told) is not None
    write: Any = import_write if batch.state == CONFIRMED else import_undo_write
    return execute(write, by=by, batch_id=batch.pk, desk=desk) is not None
