"""Writing a long list into a file, a while at each ring, until it is whole (docs/adr/095).

First the keys of its rows are written down in their order. Then each turn writes the next ones into
a part and keeps it, if nobody has kept these rows meanwhile. When all are written, the parts become
the file. Whoever is killed leaves whole parts; the next one goes on behind them.
"""

import logging
import secrets
import tempfile
import time
from array import array
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError
from django.db.models import F, Q, Value
from django.db.models.functions import Least
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from core import export
from core.commands import execute
from core.errors import DomainError
from core.exports import parts
from core.exports.services import (
    LEASE,
    Part,
    export_claim,
    export_draw_up,
    export_fail,
    export_finish,
    export_keep,
)
from core.exports.states import DONE, RUNNING, WAITING
from core.models import ExportDraft, ExportRecord
from core.pages import ListPage, listed
from core.tasks import press

log = logging.getLogger(__name__)

FOLDER = "exports"
TURN = 20.0  # seconds; then the other jobs of the ring have their turn
FAULT = gettext_noop("The file could not be written because of a fault in Tuoke. It was noted.")
CLOSED = gettext_noop("You may no longer open this list, or one of its filters no longer fits.")
CHUNK = 500  # rows between two looks at the clock and whether it shall stop


class Stopped(Exception):
    """Somebody pressed stop, or another worker took over."""


def work_waiting(now: datetime) -> int:
    """Go on with every export, for a while; what has least to do comes first; returns how many."""
    until = time.monotonic() + TURN
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    open_ones = ExportRecord.objects.filter(Q(state=WAITING) | Q(state=RUNNING) & free)
    waiting = open_ones.select_related("by").order_by(F("rows") - F("rows_done"), "pk")
    taken = 0
    for record in waiting:
        taken += _work_one(record, now, until)
        if time.monotonic() >= until:
            press()
            break
    return taken


def _work_one(record: ExportRecord, now: datetime, until: float) -> bool:
    by = record.by
    if execute(export_claim, export_id=record.pk, now=now, by=by) is None:
        return False
    with translation.override(by.language or settings.LANGUAGE_CODE):
        try:
            _take_turn(record, by, until)
        except Stopped:
            log.info("export %d was stopped", record.pk)
        except (SoftTimeLimitExceeded, OperationalError, InterfaceError, DomainError):
            log.warning("export %d goes on at a later ring", record.pk, exc_info=True)
        except Exception:
            log.exception("export %d failed", record.pk)
            execute(export_fail, export_id=record.pk, why=FAULT, by=by)
    return True


def _take_turn(record: ExportRecord, by: Any, until: float) -> None:
    """The list as its user may see it now: its next rows, and the file once all are written."""
    page = listed.opened(record.list_name, record.query, by)
    if page is None or not page.valid:
        execute(export_fail, export_id=record.pk, why=CLOSED, by=by)
        return
    draft = _draft(record, page, by)
    keys = array("q", bytes(draft.keys))
    if draft.written < len(keys):
        part = _write_part(draft, page, keys, until)
        whole = part.end == len(keys)
        if not execute(export_keep, export_id=record.pk, part=part, goes_on=whole, by=by):
            default_storage.delete(part.stored)
            raise Stopped
        if not whole:
            return
        draft.refresh_from_db()
    _put_together(record, page, draft, by)


def _draft(record: ExportRecord, page: ListPage, by: Any) -> ExportDraft:
    """What is on its way; begun anew where the list has other columns by now."""
    table = page.full_table()
    head, _none = table.sheet(())
    draft = ExportDraft.objects.filter(export=record).first()
    if draft is not None and draft.head == head:
        return draft
    keys = array("q", table.ordered().values_list("pk", flat=True).iterator())
    return execute(export_draw_up, export_id=record.pk, head=head, keys=keys.tobytes(), by=by)


def _write_part(draft: ExportDraft, page: ListPage, keys: "array[int]", until: float) -> Part:
    """As many of the next rows as the time allows, some in any case."""
    table, start = page.full_table(), draft.written
    end = start
    with tempfile.SpooledTemporaryFile(max_size=export.IN_MEMORY) as file:
        while end == start or (end < len(keys) and time.monotonic() < until):
            _beat(draft.export_id, end)
            chunk = keys[end : end + CHUNK]
            found = page.chosen.in_bulk(chunk.tolist())  # whoever is out of sight by now is not
            _head, rows = table.sheet(found[key] for key in chunk if key in found)
            file.writelines(parts.packed(row) for row in rows)
            end += len(chunk)
        file.seek(0)
        return Part(draft.pk, start, end, default_storage.save(_name("part"), File(file)))


def _put_together(record: ExportRecord, page: ListPage, draft: ExportDraft, by: Any) -> None:
    """The parts become the file, which is let out only by the cap."""
    with tempfile.SpooledTemporaryFile(max_size=export.IN_MEMORY) as file:
        rows = _beating(parts.rows_of(draft.parts), record.pk, draft.written)
        sheet = export.Sheet(draft.head, rows, str(record))
        count = export.write(sheet, file, record.kind)
        file.seek(0)
        stored = default_storage.save(_name(record.kind), File(file))
    key: dict[str, Any] = {"export_id": record.pk, "by": by}
    if execute(export_finish, stored=stored, rows=count, counted=page.persons, **key) != DONE:
        default_storage.delete(stored)


def _beating(rows: Iterator[Any], export_id: int, done: int) -> Iterator[Any]:
    """The rows; now and then the record says that somebody is at it."""
    for number, row in enumerate(rows):
        if number % (10 * CHUNK) == 0:
            _beat(export_id, done)
        yield row


def _beat(export_id: int, number: int) -> None:
    """Tell how far it is, and learn whether it shall stop."""
    mine = ExportRecord.objects.filter(pk=export_id, state=RUNNING)
    far = Least(Value(number), F("rows"))
    if not mine.update(lease_until=timezone.now() + LEASE, rows_done=far):
        raise Stopped


def _name(kind: str) -> str:
    token = secrets.token_hex(16)
    return f"{FOLDER}/{token[:2]}/{token}.{kind}"
