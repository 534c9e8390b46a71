"""Exports asked for, written by the worker, stopped, released, thrown away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core import audit, states
from core.errors import DomainError
from core.exports.cap import alarmed, locked_meter, ready, released
from core.exports.policies import ExportPolicy
from core.exports.states import (
    DONE,
    EXPIRED,
    FAILED,
    REFUSED,
    RUNNING,
    STOPPED,
    TRANSITIONS,
    WAITING,
)
from core.logs import without_personal_data, without_search
from core.models import ExportDraft, ExportRecord, ExportRelease
from core.policies import policy_on
from core.tasks import press

LEASE = timedelta(minutes=2)
MOST_TRIES = 5
KEY_BYTES = 8
TOO_MANY = gettext_noop(
    "So many people were exported lately that compliance must release the next ones."
)
TOO_OFTEN = gettext_noop(
    "The worker began this file several times and never came to its end. "
    "Narrow the list by a filter, or export it as CSV."
)


@dataclass(frozen=True)
class Part:
    """Rows from one place of the draft's keys to another, written into the file `stored`."""

    draft_id: int
    start: int
    end: int
    stored: str


@dataclass(frozen=True)
class Wanted:
    """What is exported: the list by the name of its address, its filter, rows, people in them."""

    list_name: str
    title: str
    query: str
    kind: str
    rows: int
    persons: int


@transaction.atomic
def export_note(*, wanted: Wanted, by: Any) -> ExportRecord:
    """Record an export whose file is ready to leave; refused, it must not."""
    return _record(wanted, DONE, by)


@transaction.atomic
def export_ask(*, wanted: Wanted, by: Any) -> ExportRecord:
    """Have the worker write a long list; its people count from now on."""
    record = _record(wanted, WAITING, by)
    if record.state == WAITING:
        press()
    return record


def _record(wanted: Wanted, state: str, by: Any) -> ExportRecord:
    """A refusal is kept, too: somebody wanted so many people, and compliance is told."""
    now = timezone.now()
    meter = locked_meter(by, now)
    fits = meter.holds(wanted.persons)
    record = ExportRecord.objects.create(
        list_name=wanted.list_name,
        title=wanted.title[:120],
        query=without_personal_data(wanted.query),
        kind=wanted.kind,
        rows=wanted.rows,
        rows_done=wanted.rows if state == DONE and fits else 0,
        persons=wanted.persons,
        state=state if fits else REFUSED,
        failure="" if fits else TOO_MANY,
        by=by,
        at=now,
    )
    audit.record(
        "core.export" if fits else "core.export.refused",
        by,
        by=by,
        list=wanted.list_name,
        kind=wanted.kind,
        filter=without_search(record.query),
        count=wanted.rows,
        persons=wanted.persons,
    )
    _alarm(record, meter.step(wanted.persons), meter.used + wanted.persons, by)
    return record


def _alarm(record: ExportRecord, step: str, persons: int, by: Any) -> None:
    if step:
        alarmed.send(ExportRecord, record=record, step=step, persons=persons, by=by)


# --- the worker's ---------------------------------------------------------------------------


@transaction.atomic
def export_claim(*, export_id: int, now: datetime, by: Any) -> ExportRecord | None:
    """Take an export that waits, goes on, or whose worker has died; None if it is not to be had.

    What has killed its worker again and again is given up: it would keep the others waiting.
    """
    rows = ExportRecord.objects.filter(pk=export_id).select_for_update(skip_locked=True)
    record = rows.first()
    if record is None:
        return None
    if record.state == WAITING:
        states.advance(record, RUNNING, by=by, transitions=TRANSITIONS)
    elif record.state != RUNNING or (record.lease_until and record.lease_until > now):
        return None
    if record.tries >= MOST_TRIES:
        _end(record, FAILED, TOO_OFTEN, by)
        return None
    record.lease_until, record.tries = now + LEASE, record.tries + 1
    record.save(update_fields=["lease_until", "tries"])
    return record


@transaction.atomic
def export_draw_up(*, export_id: int, head: list[str], keys: bytes, by: Any) -> ExportDraft:
    """Write down which rows it is about, in their order; what was written before is dropped."""
    record = ExportRecord.objects.select_for_update().get(pk=export_id)
    _drop_draft(record)
    record.rows, record.rows_done = len(keys) // KEY_BYTES, 0
    record.save(update_fields=["rows", "rows_done"])
    return ExportDraft.objects.create(export=record, head=head, keys=keys)


@transaction.atomic
def export_keep(*, export_id: int, part: Part, goes_on: bool, by: Any) -> bool:
    """Keep the file of a part; False if it was stopped or another worker has kept these rows.

    Without `goes_on` the lease ends: whoever comes next writes the next part.
    """
    record = ExportRecord.objects.select_for_update().get(pk=export_id)
    draft = ExportDraft.objects.filter(pk=part.draft_id, written=part.start).first()
    if record.state != RUNNING or draft is None:
        return False
    draft.written, draft.parts = part.end, [*draft.parts, part.stored]
    draft.save(update_fields=["written", "parts"])
    record.rows_done, record.tries = part.end, 0
    record.lease_until = timezone.now() + LEASE if goes_on else None
    record.save(update_fields=["rows_done", "tries", "lease_until"])
    return True


def _drop_draft(record: ExportRecord) -> None:
    """Delete the parts once the transaction is through; the caller holds the record's lock."""
    for draft in ExportDraft.objects.filter(export=record):
        for stored in draft.parts:
            transaction.on_commit(partial(default_storage.delete, stored), robust=True)
        draft.delete()


@transaction.atomic
def export_finish(*, export_id: int, stored: str, rows: int, counted: bool, by: Any) -> str:
    """The file is written: let it out if its people still fit; returns the state.

    More rows may have come in since it was asked for, so its people are counted again.
    """
    now = timezone.now()
    meter = locked_meter(by, now, without=export_id)
    record = ExportRecord.objects.select_for_update().get(pk=export_id)
    if record.state != RUNNING:
        return record.state
    record.rows = record.rows_done = rows
    record.persons = rows if counted else 0
    if not meter.holds(record.persons):
        return _end(record, REFUSED, TOO_MANY, by)
    kept = policy_on(ExportPolicy, timezone.localdate(now)).kept
    record.stored, record.expires_at = stored, now + timedelta(days=kept)
    fields = ("rows", "rows_done", "persons", "stored", "expires_at")
    states.advance(record, DONE, by=by, transitions=TRANSITIONS, fields=fields)
    _drop_draft(record)
    ready.send(ExportRecord, record=record, by=by)
    return record.state


@transaction.atomic
def export_fail(*, export_id: int, why: str, by: Any) -> str:
    """It cannot be written; the reason, as it stands in the code, is worded on its page."""
    record = ExportRecord.objects.select_for_update().get(pk=export_id)
    if record.state not in (WAITING, RUNNING):
        return record.state
    return _end(record, FAILED, why, by)


def _end(record: ExportRecord, state: str, why: str, by: Any) -> str:
    record.failure = why[:300]
    fields = ("rows", "rows_done", "persons", "failure")
    states.advance(record, state, by=by, why=why, transitions=TRANSITIONS, fields=fields)
    _drop_draft(record)
    ready.send(ExportRecord, record=record, by=by)
    return state


# --- people's -------------------------------------------------------------------------------


@transaction.atomic
def export_stop(*, export_id: int, by: Any) -> ExportRecord:
    """Whoever asked for it no longer wants it; its people do not count."""
    record = ExportRecord.objects.select_for_update().get(pk=export_id, by=by)
    states.advance(record, STOPPED, by=by, transitions=TRANSITIONS)
    _drop_draft(record)
    return record


@transaction.atomic
def export_release(*, export_id: int, persons: int, why: str, by: Any) -> ExportRelease:
    """After a refusal, let the person export so many more, within the window from now on."""
    record = ExportRecord.objects.select_for_update(of=("self",)).get(pk=export_id)
    if record.state != REFUSED or ExportRelease.objects.filter(export=record).exists():
        raise DomainError(_("Only a refused export is released, and once. Reload the page."))
    if record.by_id == by.pk:
        raise DomainError(_("Nobody releases their own exports. Ask a colleague."))
    release = ExportRelease.objects.create(
        export=record, person=record.by, persons=persons, why=why, by=by, at=timezone.now()
    )
    audit.record(
        "core.export.released", record, by=by, person=record.by_id, persons=persons, why=why
    )
    released.send(ExportRecord, record=record, by=by)
    return release


@transaction.atomic
def export_expire(*, export_id: int, by: Any) -> ExportRecord:
    """Delete the file once the transaction is through."""
    record = ExportRecord.objects.select_for_update().get(pk=export_id, state=DONE)
    stored, record.stored = record.stored, ""
    states.advance(record, EXPIRED, by=by, transitions=TRANSITIONS, fields=("stored",))
    transaction.on_commit(lambda: default_storage.delete(stored), robust=True)
    return record
