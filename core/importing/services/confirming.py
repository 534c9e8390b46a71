"""The second phase: all good rows of a file in one transaction, or none."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import audit
from core.errors import DomainError
from core.importing.checking import CHUNK, BadRow, chunks, faults, row_values
from core.importing.kinds import ImportKind, Outcome, Plan, Wrote
from core.importing.kinds import kept as kept_value
from core.importing.policies import ImportPolicy
from core.importing.progress import Desk, Quiet
from core.importing.services import shared
from core.importing.services.shared import advance, allowed, fail, locked
from core.importing.states import CHECKED, CONFIRMED, DONE, FAILED
from core.models import ImportBatch, ImportChange, ImportRow
from core.policies import policy_on
from core.sentences import filled, kept
from core.tasks import press

Made = set[tuple[str, Any]]
Answer = TypeVar("Answer")


@transaction.atomic
def import_confirm(*, batch_id: int, leave_out: bool, by: Any, alike: str = "") -> ImportBatch:
    """Import the good rows. With bad ones `leave_out` must say that they may be left out.

    With rows that may mean a record there is, `alike` says what becomes of those. A short file is
    written here, a long one by the worker a moment later.
    """
    batch = locked(batch_id, by)
    allowed(batch.kind, by)
    if not batch.rows_good:
        raise DomainError(_("No row of this file can be imported. Correct it and upload it again."))
    if batch.rows_bad and not leave_out:
        raise DomainError(
            _("Some rows cannot be imported. Agree to leave them out, or upload a corrected file."),
            field="leave_out",
        )
    batch.failure, batch.alike = {}, _choice(batch, alike)
    advance(batch, CONFIRMED, by=by, fields=("failure", "alike"))
    if batch.rows_total <= shared.AT_ONCE:
        return write_all(batch, Quiet())
    press()
    return batch


def _choice(batch: ImportBatch, alike: str) -> str:
    """What becomes of rows that may mean a record there is; DomainError where nobody said."""
    if not batch.rows_alike:
        return ""
    if alike not in ImportBatch.Alike.values:
        raise DomainError(
            _("Some rows are like records there are or earlier rows. Say what becomes of them."),
            field="alike",
        )
    if alike == ImportBatch.Alike.LEAVE and batch.rows_alike == batch.rows_good:
        raise DomainError(
            _("Then no row is left. Import them anyhow, or discard the file."), field="alike"
        )
    return alike


@transaction.atomic
def import_write(*, batch_id: int, desk: Desk, by: Any) -> ImportBatch | None:
    """Write one file unless another worker has it in hand or has done it."""
    waiting = ImportBatch.objects.filter(pk=batch_id, state=ImportBatch.State.CONFIRMED)
    batch = waiting.select_for_update(skip_locked=True, no_key=True).first()
    return None if batch is None else write_all(batch, desk)


@transaction.atomic
def import_fail(*, batch_id: int, why: str | Promise, by: Any) -> ImportBatch:
    """Nothing was written; say why."""
    batch = locked(batch_id, by)
    return fail(batch, FAILED, by=by, why=why) if batch.state == CONFIRMED else batch


@transaction.atomic
def import_take_back(*, batch_id: int, by: Any) -> ImportBatch:
    """Somebody stopped it: it may be confirmed again."""
    batch = locked(batch_id, by)
    if batch.state == CONFIRMED:
        fail(batch, CHECKED, by=by, why=_("You stopped it. Nothing was imported."))
    return batch


def write_all(batch: ImportBatch, desk: Desk) -> ImportBatch:
    """Write every good row, or raise DomainError that names the row; Stopped when asked to."""
    kind, by = allowed(batch.kind, batch.created_by), batch.created_by
    counts = dict.fromkeys(Outcome, 0)
    made: Made = set()
    done, total = 0, batch.rows_good - batch.rows_left
    good = batch.rows.filter(bad=False, number__gt=batch.head_row).order_by("number")
    if batch.rows_left:
        good = good.filter(alike=False)
    for chunk in chunks(good.iterator(chunk_size=CHUNK)):
        desk.say("writing", done, total)
        for outcome in _write(batch, kind, chunk, made):
            counts[outcome] += 1
        done += len(chunk)
    desk.say("writing", done, total)
    return _finish(batch, counts, by)


def _write(
    batch: ImportBatch, kind: ImportKind, chunk: list[ImportRow], made: Made
) -> list[Outcome]:
    plans = _plans(batch, kind, chunk, made)
    wrote = kind.write(
        [plan for plan in plans if plan.outcome != Outcome.UNCHANGED],
        by=batch.created_by,
        batch=batch,
    )
    _remember(batch, wrote, made)
    return [Outcome(row.outcome) for row in chunk]


def _plans(batch: ImportBatch, kind: ImportKind, chunk: list[ImportRow], made: Made) -> list[Plan]:
    """Planned afresh under the transaction; what was not shown is not written."""
    values = [
        (row, _asked(row, partial(row_values, kind, batch.mapping, row.cells))) for row in chunk
    ]
    known = kind.known([one for _row, one in values], by=batch.created_by)
    plans = []
    for row, one in values:
        plan = _asked(row, partial(kind.plan, row.number, one, known))
        if not _as_shown(plan, row, made):
            raise _nothing(
                row.number,
                _("The record was changed after the check. Check the rows again, then import."),
            )
        plans.append(plan)
    return plans


def _asked(row: ImportRow, look: Callable[[], Answer]) -> Answer:
    """What is made of a row; where it is refused now, why, in every language."""
    try:
        return look()
    except (BadRow, DomainError) as refusal:
        _name, told = faults(look, refusal)[0]
        raise _nothing(row.number, kept(told)) from refusal


def _as_shown(plan: Plan, row: ImportRow, made: Made) -> bool:
    """Whether what the row does now is what the preview said.

    A record this very import made a moment ago is no surprise.
    """
    if plan.target is not None and (plan.target._meta.label_lower, plan.target.pk) in made:
        return True
    return plan.outcome == row.outcome and plan.shown() == row.changes


def _nothing(number: int, reason: Promise) -> DomainError:
    said = _("Nothing was imported. Row %(row)d: %(reason)s")
    return DomainError(filled(said, row=number, reason=reason))


def _remember(batch: ImportBatch, wrote: Sequence[Wrote], made: Made) -> None:
    """What was written, so that it can be undone and its origin be told."""
    rows = []
    for one in wrote:
        label = one.record._meta.label_lower
        if one.made:
            made.add((label, one.record.pk))
        rows.append(
            ImportChange(
                batch=batch,
                number=one.number,
                subject_type=label,
                subject_id=one.record.pk,
                made=one.made,
                was={name: kept_value(value) for name, value in one.was.items()},
                now={name: kept_value(value) for name, value in one.now.items()},
            )
        )
    ImportChange.objects.bulk_create(rows)


def _finish(batch: ImportBatch, counts: dict[Outcome, int], by: Any) -> ImportBatch:
    today = timezone.localdate()
    days = policy_on(ImportPolicy, today).undo_days
    batch.created = counts[Outcome.CREATED]
    batch.updated = counts[Outcome.UPDATED]
    batch.unchanged = counts[Outcome.UNCHANGED]
    batch.finished_at, batch.failure = timezone.now(), {}
    batch.undo_until = today + timedelta(days=days)
    batch.save()
    advance(batch, DONE, by=by)
    audit.record(
        "core.import",
        batch,
        by=by,
        kind=batch.kind,
        file=batch.sha256,
        source=batch.source_kind,
        left_out=batch.rows_bad + batch.rows_left,
        **{outcome.value: count for outcome, count in counts.items()},
    )
    return batch
