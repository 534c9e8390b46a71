"""Two phases: read and check a file, then write all its good rows or none (U9)."""

import logging
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, states
from core.commands import execute
from core.errors import DomainError
from core.importing.kinds import Column, ImportKind, guess, kind_named
from core.importing.reading import Sheet
from core.importing.states import CONFIRMED, DISCARDED, DONE, FAILED, TRANSITIONS
from core.models import ImportBatch, ImportRow
from core.tasks import press

log = logging.getLogger(__name__)

CHUNK = 1_000
# Up to here a person waits for the result; beyond, the worker takes it.
AT_ONCE = 200
LONGEST_CELL = 2_000


class BadRow(Exception):
    """Why a row cannot be imported, as [(column name or "", reason), …]."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__(errors)
        self.errors = errors


@transaction.atomic
def import_upload(*, kind: str, sheet: Sheet, source: str, by: Any) -> ImportBatch:
    """Keep a file's rows, understand its headings and check every row. Writes no record yet."""
    found = _allowed(kind, by)
    if found.needs_source and not source.strip():
        raise DomainError(
            _("Say where these people's data comes from and why we may use it."), field="source"
        )
    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=sheet.name,
        sha256=sheet.sha256,
        source=source,
        head=sheet.head,
        mapping=guess(found.columns, sheet.head),
        rows_total=len(sheet.rows),
        created_by=by,
    )
    rows = (ImportRow(batch=batch, number=number, cells=cells) for number, cells in sheet.rows)
    ImportRow.objects.bulk_create(rows, batch_size=CHUNK)
    states.note(batch, "", by=by, at=timezone.now())
    _check(batch, found, by)
    return batch


def _allowed(kind: str, by: Any) -> ImportKind:
    found = kind_named(kind)
    if not by.has_perm(found.ability):
        raise DomainError(_("You may not import this."))
    return found


@transaction.atomic
def import_map(*, batch_id: int, mapping: dict[str, int], by: Any) -> ImportBatch:
    """Say which column of the file is which field, and check every row again."""
    batch = _locked(batch_id, by)
    if batch.state not in {ImportBatch.State.CHECKED, ImportBatch.State.FAILED}:
        raise DomainError(_("This import is under way or over, so its columns stay."))
    batch.mapping = mapping
    batch.save(update_fields=["mapping"])
    _check(batch, _allowed(batch.kind, by), by)
    return batch


@transaction.atomic
def import_confirm(*, batch_id: int, leave_out: bool, by: Any) -> ImportBatch:
    """Import the good rows. With bad ones `leave_out` must say that they may be left out.

    A short file is written here, a long one by the worker a moment later.
    """
    batch = _locked(batch_id, by)
    _allowed(batch.kind, by)
    if not batch.rows_good:
        raise DomainError(_("No row of this file can be imported. Correct it and upload it again."))
    if batch.rows_bad and not leave_out:
        raise DomainError(
            _("Some rows cannot be imported. Agree to leave them out, or upload a corrected file."),
            field="leave_out",
        )
    _advance(batch, CONFIRMED, by=by)
    if batch.rows_total <= AT_ONCE:
        return _write_all(batch)
    press()
    return batch


@transaction.atomic
def import_discard(*, batch_id: int, by: Any) -> ImportBatch:
    """Throw the file's rows away."""
    batch = _locked(batch_id, by)
    _advance(batch, DISCARDED, by=by)
    batch.rows.all().delete()
    return batch


def _locked(batch_id: int, by: Any) -> ImportBatch:
    return ImportBatch.objects.visible_to(by).select_for_update().get(pk=batch_id)


def _advance(batch: ImportBatch, to: str, *, by: Any, why: str = "") -> None:
    states.advance(batch, to, by=by, why=why, transitions=TRANSITIONS)


# --- checking -----------------------------------------------------------------------------


def _check(batch: ImportBatch, kind: ImportKind, by: Any) -> None:
    """Check every row against the mapping; note what is wrong with each."""
    missing = [
        column
        for column in kind.columns
        if column.required and batch.mapping.get(column.name) is None
    ]
    seen: dict[str, int] = {}
    bad = 0
    for chunk in _chunks(batch):
        for row in chunk:
            row.errors = _errors(row, batch, kind, by, seen) if not missing else _say(missing)
            row.bad = bool(row.errors)
            bad += row.bad
        ImportRow.objects.bulk_update(chunk, ["errors", "bad"])
    batch.rows_bad = bad
    batch.save(update_fields=["rows_bad"])


def _say(missing: list[Column]) -> list[tuple[str, str]]:
    return [(column.name, _("The file has no column for this.")) for column in missing]


def _chunks(batch: ImportBatch) -> Iterator[list[ImportRow]]:
    rows = batch.rows.order_by("number").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _errors(
    row: ImportRow, batch: ImportBatch, kind: ImportKind, by: Any, seen: dict[str, int]
) -> list[tuple[str, str]]:
    try:
        values = row_values(kind, batch.mapping, row.cells)
        kind.check(values, by=by)
        key = kind.key(values)
    except BadRow as bad:
        return bad.errors
    except DomainError as refusal:
        return [(refusal.field or "", str(refusal))]
    if key and seen.setdefault(key, row.number) != row.number:
        return [("", _("The same as row %(row)d of this file.") % {"row": seen[key]})]
    return []


def row_values(kind: ImportKind, mapping: dict[str, int], cells: list[str]) -> dict[str, Any]:
    """The values of one row by column name; empty cells are left out. Raises BadRow."""
    values, errors = {}, []
    for column in kind.columns:
        place = mapping.get(column.name)
        text = cells[place].strip() if place is not None and place < len(cells) else ""
        try:
            if len(text) > LONGEST_CELL:
                raise DomainError(_("This is too long: at most 2,000 characters fit."))
            if text:
                values[column.name] = column.parse(text)
            elif column.required:
                errors.append((column.name, _("This must be filled in.")))
        except DomainError as refusal:
            errors.append((column.name, str(refusal)))
        except ValueError:
            errors.append((column.name, _("This cannot be read.")))
    if errors:
        raise BadRow(errors)
    return values


# --- writing ------------------------------------------------------------------------------


def _write_all(batch: ImportBatch) -> ImportBatch:
    """Write every good row, or raise DomainError that names the row."""
    kind, by = kind_named(batch.kind), batch.created_by
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    for row in batch.rows.filter(bad=False).order_by("number").iterator(chunk_size=CHUNK):
        try:
            values = row_values(kind, batch.mapping, row.cells)
            counts[kind.write(values, by=by, source=batch.source)] += 1
        except (BadRow, DomainError) as refusal:
            raise DomainError(
                _("Nothing was imported. Row %(row)d: %(reason)s")
                % {"row": row.number, "reason": _reason(refusal)}
            ) from refusal
    batch.created, batch.updated, batch.unchanged = counts.values()
    batch.finished_at, batch.failure = timezone.now(), ""
    batch.save(update_fields=["created", "updated", "unchanged", "finished_at", "failure"])
    _advance(batch, DONE, by=by)
    audit.record("core.import", batch, by=by, kind=batch.kind, file=batch.sha256, **counts)
    return batch


def _reason(refusal: Exception) -> str:
    if isinstance(refusal, BadRow):
        return " ".join(reason for _column, reason in refusal.errors)
    return str(refusal)


def work_confirmed() -> int:
    """Write what waits for the worker, each file in its own transaction; returns how many.

    Killed half-way, the file still waits and is written from its beginning by the next ring.
    """
    waiting = ImportBatch.objects.filter(state=ImportBatch.State.CONFIRMED)
    return sum(_work_one(batch) for batch in waiting.select_related("created_by").order_by("pk"))


def _work_one(batch: ImportBatch) -> bool:
    by = batch.created_by
    try:
        return execute(_import_write, by=by, batch_id=batch.pk) is not None
    except DomainError as refusal:
        if isinstance(refusal.__cause__, OperationalError):
            return False  # a lock was taken: the next ring tries again
        why = str(refusal)
    except Exception:
        log.exception("import %d failed", batch.pk)
        why = _("Nothing was imported because of a fault in Tuoke. It has been noted.")
    execute(_import_fail, by=by, batch_id=batch.pk, why=why)
    return True


@transaction.atomic
def _import_write(*, batch_id: int, by: Any) -> ImportBatch | None:
    """Write one file unless another worker has it in hand or has done it."""
    waiting = ImportBatch.objects.filter(pk=batch_id, state=ImportBatch.State.CONFIRMED)
    batch = waiting.select_for_update(skip_locked=True).first()
    return None if batch is None else _write_all(batch)


@transaction.atomic
def _import_fail(*, batch_id: int, by: Any, why: str) -> ImportBatch:
    batch = _locked(batch_id, by)
    if batch.state == ImportBatch.State.CONFIRMED:
        batch.failure = why[:500]
        batch.save(update_fields=["failure"])
        _advance(batch, FAILED, by=by, why=why)
    return batch
