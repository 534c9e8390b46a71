"""Taking a whole import back: made records removed, changed ones set back, the rest named."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import audit
from core.errors import DomainError
from core.importing.checking import chunks
from core.importing.kinds import ImportKind, Undo
from core.importing.progress import Desk, Quiet
from core.importing.services import shared
from core.importing.services.shared import advance, allowed, fail, locked
from core.importing.states import DONE, UNDOING, UNDONE
from core.importing.undo_look import Outlook, look_ahead
from core.models import ImportBatch
from core.sentences import in_each
from core.tasks import press


@transaction.atomic
def import_undo(*, batch_id: int, leave_out: bool, by: Any) -> ImportBatch:
    """Take the import back. What was built upon or changed since stays, if `leave_out` says so.

    A short one is taken back here, a long one by the worker a moment later.
    """
    batch = locked(batch_id, by)
    kind = allowed(batch.kind, by)
    _refuse_late(batch, kind)
    batch.leave_out, batch.failure = leave_out, {}
    advance(batch, UNDOING, by=by, fields=("leave_out", "failure"))
    if batch.rows_new <= shared.AT_ONCE:
        return _undo_all(batch, kind, Quiet())
    press()
    return batch


def may_undo(batch: ImportBatch, kind: ImportKind) -> bool:
    """Whether the days for it are not over."""
    in_time = batch.undo_until is not None and timezone.localdate() <= batch.undo_until
    return batch.state == DONE and in_time and bool(kind.undo) and batch.rows_new > 0


def _refuse_late(batch: ImportBatch, kind: ImportKind) -> None:
    if batch.state == DONE and not may_undo(batch, kind):
        raise DomainError(_("The days in which this import can be undone are over."))


@transaction.atomic
def import_undo_write(*, batch_id: int, desk: Desk, by: Any) -> ImportBatch | None:
    """Take one import back unless another worker has it in hand or has done it."""
    waiting = ImportBatch.objects.filter(pk=batch_id, state=UNDOING)
    batch = waiting.select_for_update(skip_locked=True, no_key=True).first()
    return None if batch is None else _undo_all(batch, allowed(batch.kind, by), desk)


@transaction.atomic
def import_undo_fail(*, batch_id: int, why: str | Promise, by: Any) -> ImportBatch:
    """Nothing was taken back; say why."""
    batch = locked(batch_id, by)
    return fail(batch, DONE, by=by, why=why) if batch.state == UNDOING else batch


@transaction.atomic
def import_undo_stopped(*, batch_id: int, by: Any) -> ImportBatch:
    """Somebody stopped it: the import stands as it did."""
    why = _("You stopped it. Nothing was undone.")
    return import_undo_fail(batch_id=batch_id, why=why, by=by)


def _undo_all(batch: ImportBatch, kind: ImportKind, desk: Desk) -> ImportBatch:
    desk.say("undoing", 0, batch.rows_new)
    _lock(batch, kind)
    outlook = look_ahead(batch, kind)
    if outlook.obstacles and not batch.leave_out:
        raise DomainError(
            _("Some records cannot be undone. Agree to leave them as they are."),
            field="leave_out",
        )
    if not outlook.remove + outlook.set_back:
        raise DomainError(_("Nothing of this import can be undone any more."))
    done = 0
    for undo in kind.undo:
        done = _take_back(batch, undo, outlook, desk, done)
    if outlook.obstacles:
        batch.failure = in_each(partial(_staying, outlook.obstacles))
    advance(batch, UNDONE, by=batch.created_by, fields=("failure",))
    audit.record(
        "core.import_undone",
        batch,
        by=batch.created_by,
        removed=outlook.remove,
        set_back=outlook.set_back,
        stay=outlook.obstacles,
    )
    return batch


def _staying(number: int) -> str:
    said = ngettext(
        "%(number)d record stays as it is.", "%(number)d records stay as they are.", number
    )
    return said % {"number": number}


def _lock(batch: ImportBatch, kind: ImportKind) -> None:
    """Parents before children; the plain form, since rows will be deleted (docs/locking.md)."""
    for undo in reversed(kind.undo):
        ids = batch.changes.filter(subject_type=undo.model._meta.label_lower).values("subject_id")
        rows = undo.model._base_manager.filter(pk__in=ids).order_by("pk")
        for _pk in rows.select_for_update(of=("self",)).values_list("pk").iterator():
            pass


def _take_back(batch: ImportBatch, undo: Undo, outlook: Outlook, desk: Desk, done: int) -> int:
    """Remove what was made, put back what was changed; returns how much is done in all."""
    label, by = undo.model._meta.label_lower, batch.created_by
    stays = outlook.stays[label]
    changes = batch.changes.filter(subject_type=label).order_by("-pk")
    rows = changes.values_list("subject_id", "made", "was")
    for chunk in chunks(row for row in rows.iterator(chunk_size=1_000) if row[0] not in stays):
        back = [(pk, was) for pk, made, was in chunk if not made]
        gone = [pk for pk, made, _was in chunk if made]
        if back:
            undo.set_back(rows=back, by=by)
        if gone:
            undo.remove(ids=gone, by=by)
        done += len(chunk)
        desk.say("undoing", min(done, batch.rows_new), batch.rows_new)
    return done
