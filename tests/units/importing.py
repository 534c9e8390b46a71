"""Files of units and people brought in, and what became of their rows."""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from core.importing.reading import look
from core.importing.services import Origin, import_confirm, import_undo, import_upload
from core.models import ImportBatch
from core.sentences import read

ORIGIN = Origin("own", "The sales system of 2007")


def upload(kind: str, text: str, by: User) -> ImportBatch:
    received = look(SimpleUploadedFile("rows.csv", text.encode("gb18030")))
    return import_upload(kind=kind, received=received, origin=ORIGIN, by=by)


def bring(kind: str, text: str, by: User) -> ImportBatch:
    """Uploaded without a bad row, and confirmed."""
    batch = upload(kind, text, by)
    assert list(batch.rows.filter(bad=True).values_list("number", "errors")) == []
    return import_confirm(batch_id=batch.pk, leave_out=False, by=by)


def faults(batch: ImportBatch) -> dict[int, tuple[str, str]]:
    """The first fault of every bad row."""
    first = {row.number: row.errors[0] for row in batch.rows.filter(bad=True)}
    return {number: (column, read(told)) for number, (column, told) in first.items()}


def hints(batch: ImportBatch) -> dict[int, tuple[str, str]]:
    """What new rows are like, and the way there."""
    rows = batch.rows.filter(alike=True)
    return {row.number: (read(row.hint["said"]), row.hint["url"]) for row in rows}


def counts(batch: ImportBatch) -> tuple[int, int, int]:
    return batch.created, batch.updated, batch.unchanged


def undo(batch: ImportBatch, by: User, leave_out: bool = False) -> ImportBatch:
    return import_undo(batch_id=batch.pk, leave_out=leave_out, by=by)
