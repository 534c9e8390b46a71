"""The first phase: a file is taken in, read and checked; nothing of the trade is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import states
from core.errors import DomainError
from core.files import EVIDENCE, attachment_save
from core.importing import reading
from core.importing.checking import (
    CHUNK,
    HEAD_AMONG,
    Checked,
    Raw,
    check_rows,
    chunks,
    head_among,
    headings_key,
    mapping_for,
)
from core.importing.columns import guess
from core.importing.kinds import ImportKind, kind_named
from core.importing.progress import Desk, Quiet
from core.importing.reading import MOST_ROWS, Received, too_many_rows
from core.importing.services import shared
from core.importing.services.shared import advance, allowed, fail, locked
from core.importing.states import CHECKED, OPEN, READING, REFUSED
from core.models import ImportBatch, ImportFile, ImportMapping, ImportProgress, ImportRow
from core.tasks import press
from core.uploads import CheckedFile


@dataclass(frozen=True)
class Origin:
    """Where people's data comes from (L1): which way, why we may use it, the proof on file."""

    kind: str = ""
    text: str = ""
    consent: bool = False
    proof: CheckedFile | None = None


@dataclass
class Told:
    """What reading a file told; written down once it has been read whole."""

    sheet: str
    head: Raw
    mapping: dict[str, int]
    rows: list[Checked]
    above: list[Raw]


@transaction.atomic
def import_upload(*, kind: str, received: Received, origin: Origin, by: Any) -> ImportBatch:
    """Take a file in. A short one is read and checked here, a long one by the worker."""
    found = allowed(kind, by)
    if found.needs_source:
        _refuse_unlawful(origin)
    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=received.name,
        format=received.format,
        encoding=received.encoding,
        sha256=received.sha256,
        source_kind=origin.kind,
        source=origin.text.strip(),
        created_by=by,
    )
    ImportFile.objects.create(batch=batch, data=received.data)
    ImportProgress.objects.create(batch=batch)
    states.note(batch, "", by=by, at=timezone.now())
    if origin.proof is not None:
        attachment_save(subject=batch, upload=origin.proof, kind=EVIDENCE, by=by)
    if len(received.data) > shared.AT_ONCE_BYTES or received.unpacked > shared.AT_ONCE_UNPACKED:
        press()
    else:
        _keep(batch, _read(batch, found, Quiet()), by)
    return batch


def _refuse_unlawful(origin: Origin) -> None:
    """DomainError unless a lawful way is named and, where it must be, proved (L1)."""
    if origin.kind not in ImportBatch.Source.values:
        raise DomainError(_("Say where these people's data comes from."), field="source_kind")
    if not origin.text.strip():
        raise DomainError(_("Say who gave this data and why we may use it."), field="source")
    if origin.kind != ImportBatch.Source.BOUGHT:
        return
    if not origin.consent:
        raise DomainError(
            _(
                "A bought list may not be imported unless every person in it agreed that we get "
                "their data."
            ),
            field="source_kind",
        )
    if origin.proof is None:
        raise DomainError(_("Add the proof that these people agreed."), field="proof")


@transaction.atomic
def import_map(
    *, batch_id: int, mapping: dict[str, int], by: Any, head_row: int | None = None
) -> ImportBatch:
    """Say which column of the file is which field, and have every row checked again.

    Another `head_row` means other headings: then they are understood anew.
    """
    batch = locked(batch_id, by)
    kind = allowed(batch.kind, by)
    if batch.state not in OPEN:
        raise DomainError(_("This import is under way or over, so its columns stay."))
    if head_row is not None and head_row != batch.head_row:
        _choose_head(batch, kind, head_row)
    else:
        batch.mapping = mapping
        ImportMapping.objects.update_or_create(
            user=by,
            kind=batch.kind,
            headings=headings_key(batch.head),
            defaults={"mapping": mapping},
        )
    advance(batch, READING, by=by, fields=("mapping", "head", "head_row"))
    if batch.rows_total > CHUNK:
        press()
    else:
        _keep(batch, _read(batch, kind, Quiet()), by)
    return batch


def _choose_head(batch: ImportBatch, kind: ImportKind, number: int) -> None:
    row = batch.rows.filter(number=number).first()
    if row is None or not batch.rows.filter(number__gt=number).exists():
        raise DomainError(_("Choose a row with rows below it."), field="head_row")
    batch.head_row, batch.head = row.number, row.cells
    batch.mapping = guess(kind.columns, row.cells)


def read_waiting(batch: ImportBatch, desk: Desk) -> Told:
    """Read and check a file that waits for it; nothing is written."""
    return _read(batch, allowed(batch.kind, batch.created_by), desk)


@transaction.atomic
def import_keep(*, batch_id: int, told: Told, by: Any) -> ImportBatch:
    """Write down what reading told, unless the file was thrown away meanwhile."""
    batch = locked(batch_id, by)
    if batch.state == READING:
        _keep(batch, told, by)
    return batch


@transaction.atomic
def import_refuse(*, batch_id: int, why: str | Promise, by: Any) -> ImportBatch:
    """The file cannot be read."""
    batch = locked(batch_id, by)
    if batch.state == READING:
        ImportFile.objects.filter(batch=batch).delete()
        fail(batch, REFUSED, by=by, why=why)
    return batch


# --- reading ------------------------------------------------------------------------------


def _read(batch: ImportBatch, kind: ImportKind, desk: Desk) -> Told:
    """Every row of the file, checked. Raises DomainError, Stopped."""
    desk.say("reading", 0, 0)
    kept = ImportFile.objects.filter(batch=batch).first()
    if kept is None:
        return _again(batch, kind, desk)
    received = Received("", "", batch.format, batch.encoding, bytes(kept.data))
    sheet, rows = reading.read(received)
    first = list(islice(rows, HEAD_AMONG))
    if not first:
        raise DomainError(_("The file is empty. It needs a row that names the columns."))
    head = head_among(first, kind)
    batch.head_row, batch.head = head
    batch.mapping = mapping_for(kind, head[1], batch.created_by)
    raw = [row for row in chain(first, _counted(rows, desk)) if row[0] > head[0]]
    if not raw:
        raise DomainError(_("The file names its columns but has no row below."))
    if len(raw) > MOST_ROWS:
        raise too_many_rows()
    checked = _all_checked(batch, kind, raw, desk)
    return Told(sheet, head, batch.mapping, checked, [r for r in first if r[0] <= head[0]])


def _counted(rows: Iterable[Raw], desk: Desk) -> Iterator[Raw]:
    """The rows, telling how many have been read."""
    done = 0
    for chunk in chunks(rows):
        yield from chunk
        done += len(chunk)
        desk.say("reading", done, 0)


def _again(batch: ImportBatch, kind: ImportKind, desk: Desk) -> Told:
    """The kept rows, checked once more."""
    kept = list(batch.rows.order_by("number").values_list("number", "cells"))
    above = [row for row in kept if row[0] <= batch.head_row]
    below = [row for row in kept if row[0] > batch.head_row]
    checked = _all_checked(batch, kind, below, desk)
    return Told(batch.sheet, (batch.head_row, batch.head), batch.mapping, checked, above)


def _all_checked(batch: ImportBatch, kind: ImportKind, raw: list[Raw], desk: Desk) -> list[Checked]:
    found: list[Checked] = []
    desk.say("checking", 0, len(raw))
    for chunk in check_rows(batch, kind, raw):
        found.extend(chunk)
        desk.say("checking", len(found), len(raw))
    return found


# --- keeping ------------------------------------------------------------------------------


def _keep(batch: ImportBatch, told: Told, by: Any) -> None:
    batch.rows.all().delete()
    ImportFile.objects.filter(batch=batch).delete()
    above = [ImportRow(batch=batch, number=number, cells=cells) for number, cells in told.above]
    ImportRow.objects.bulk_create(above)
    for chunk in chunks(told.rows):
        ImportRow.objects.bulk_create([_row(batch, row) for row in chunk])
    batch.sheet, batch.mapping = told.sheet[:40], told.mapping
    batch.head_row, batch.head = told.head
    batch.rows_total = len(told.rows)
    batch.rows_bad = sum(row.bad for row in told.rows)
    batch.rows_alike, batch.alike = sum(row.hint is not None for row in told.rows), ""
    outcomes = [row.outcome for row in told.rows]
    for name in ("created", "updated", "unchanged"):
        setattr(batch, name, outcomes.count(name))
    batch.failure = {}
    batch.save()
    advance(batch, CHECKED, by=by)
    kind_named(batch.kind).told(
        [row.refusal for row in told.rows if row.refusal is not None],
        [row.hint.url for row in told.rows if row.hint is not None and row.hint.record],
        by=by,
    )


def _row(batch: ImportBatch, row: Checked) -> ImportRow:
    return ImportRow(
        batch=batch,
        number=row.number,
        cells=row.cells,
        errors=row.faults,
        bad=row.bad,
        outcome=row.outcome,
        changes=row.changes,
        alike=row.hint is not None,
        hint={} if row.hint is None else {"said": row.hint.said, "url": row.hint.url},
    )
