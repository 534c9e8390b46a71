"""Stopping what is under way, and throwing a file away."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.commands import execute
from core.errors import DomainError
from core.importing.progress import ask_stop, at_work, forget
from core.importing.services.confirming import import_take_back
from core.importing.services.shared import advance, locked
from core.importing.services.undoing import import_undo_stopped
from core.importing.states import BUSY, CONFIRMED, DISCARDED, READING
from core.models import ImportBatch, ImportFile


@transaction.atomic
def import_discard(*, batch_id: int, by: Any) -> ImportBatch:
    """Throw the file's rows away."""
    batch = locked(batch_id, by)
    advance(batch, DISCARDED, by=by)
    batch.rows.all().delete()
    ImportFile.objects.filter(batch=batch).delete()
    forget(batch_id)
    return batch


def import_stop(*, batch_id: int, by: Any) -> ImportBatch:
    """Stop what is under way: nothing of it stays. It opens its own transactions.

    Where the worker has the file in hand it is told, and rolls back within seconds; where nobody
    has it yet it is taken back at once. So this waits for no lock (docs/adr/088).
    """
    batch = ImportBatch.objects.visible_to(by).get(pk=batch_id)
    if batch.state not in BUSY:
        raise DomainError(_("Nothing is under way any more. Reload the page."))
    with at_work(batch_id) as desk:
        if desk is None:
            ask_stop(batch_id)
        else:
            stop_now(batch, by)
    return ImportBatch.objects.visible_to(by).get(pk=batch_id)


def stop_now(batch: ImportBatch, by: Any) -> None:
    """Take the file back to where it was before."""
    if batch.state == READING:
        execute(import_discard, batch_id=batch.pk, by=by)
    elif batch.state == CONFIRMED:
        execute(import_take_back, batch_id=batch.pk, by=by)
    else:
        execute(import_undo_stopped, batch_id=batch.pk, by=by)
