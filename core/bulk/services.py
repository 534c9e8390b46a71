"""An action begun, worked chunk by chunk, stopped. The rows are the truth, the worker a doorbell.

Each row's work and its mark stand in one transaction, so whatever is killed or rung twice, a row
is worked at most once. The rows are looked up with the person's rights of the moment: what is no
longer theirs is refused.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.conf import settings
from django.db import OperationalError, transaction
from django.dispatch import Signal
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, states
from core.bulk.kinds import Action, action_named
from core.bulk.states import DONE, FAILED, STOPPED, TRANSITIONS, WAITING, WORKING
from core.errors import DomainError
from core.models import BulkJob, BulkRow
from core.pages import listed
from core.sentences import source
from core.tasks import press

log = logging.getLogger(__name__)

CHUNK = 20
GATHER = 1_000

# Sent when the worker has come to an end: job. Not for what was done at once.
finished = Signal()


@dataclass(frozen=True)
class Chosen:
    """Rows of a list: by key, or all that fit a filter."""

    list_name: str
    query: str
    keys: tuple[int, ...] = ()
    every: bool = False

    def rows(self, by: Any) -> Any:
        """Those of them this person may see now; DomainError who may not open the list."""
        page = listed.opened(self.list_name, self.query if self.every else "", by)
        if page is None:
            raise DomainError(gettext_lazy("You may no longer open this list."))
        if self.every and not page.valid:
            raise DomainError(
                gettext_lazy("One of the filters no longer fits. Open the list afresh.")
            )
        return page.matching if self.every else page.queryset().filter(pk__in=self.keys)


@transaction.atomic
def bulk_begin(*, chosen: Chosen, action: str, form: Mapping[str, list[str]], by: Any) -> BulkJob:
    """Begin; a few rows are worked here, many by the worker a moment later."""
    found = _allowed(chosen.list_name, action, by)
    _clean(found, form, by)
    rows = chosen.rows(by)
    total = rows.count()
    if not total:
        raise DomainError(_("None of the chosen rows is there any more. Choose again."))
    job = BulkJob.objects.create(
        list_name=chosen.list_name,
        action=action,
        query=chosen.query,
        every=chosen.every,
        form=dict(form),
        total=total,
        by=by,
        at=timezone.now(),
    )
    audit.record("core.bulk.begun", job, by=by, list=job.list_name, deed=action, rows=total)
    if not chosen.every:
        _gather(job, rows)
    if total <= settings.BULK_AT_ONCE:
        return _work_all(job, rows, by)
    press()
    return job


def _work_all(job: BulkJob, rows: Any, by: Any) -> BulkJob:
    if job.state == WAITING:
        _gather(job, rows)
    while job.state == WORKING:
        _work_chunk(job, by)
    return job


def _allowed(list_name: str, name: str, by: Any) -> Action:
    action = action_named(list_name, name)
    if not by.has_perm(action.ability):
        raise DomainError(gettext_lazy("You may no longer do this."))
    return action


def _clean(action: Action, data: Mapping[str, list[str]], by: Any) -> dict[str, Any]:
    """What the form says, checked with the person's rights of this moment."""
    filled = form_of(action, by, data)
    if not filled.is_valid():
        raise DomainError(gettext_lazy("What was entered no longer fits. Begin again."))
    return dict(filled.cleaned_data)


def form_of(action: Action, by: Any, data: Mapping[str, list[str]] | None = None) -> Any:
    """The action's form, empty or with what was sent."""
    if data is None:
        return _make(action, by, {})
    sent = QueryDict(mutable=True)
    for name, values in data.items():
        sent.setlist(name, values)
    return _make(action, by, {"data": sent})


def _make(action: Action, by: Any, given: dict[str, Any]) -> Any:
    if action.form_class is forms.Form:
        return forms.Form(**given)
    return action.form_class(user=by, **given)


def _gather(job: BulkJob, rows: Any) -> None:
    """Write down which rows it is about, once."""
    keys: Iterator[int] = (
        rows.order_by("pk").values_list("pk", flat=True).distinct().iterator(GATHER)
    )
    total = 0
    while chunk := list(islice(keys, GATHER)):
        BulkRow.objects.bulk_create(BulkRow(job=job, subject_id=key) for key in chunk)
        total += len(chunk)
    job.total = total
    states.advance(job, WORKING, by=job.by, transitions=TRANSITIONS, fields=("total",))


# --- working --------------------------------------------------------------------------------


@transaction.atomic
def bulk_work(*, job_id: int, by: Any) -> str:
    """One step of a job: gather its rows, or work a chunk of them; "" if another worker has it."""
    going = BulkJob.objects.filter(pk=job_id, state__in=(WAITING, WORKING))
    job = going.select_for_update(skip_locked=True, of=("self",)).select_related("by").first()
    if job is None:
        return ""
    try:
        if job.state == WAITING:
            _gather(job, Chosen(job.list_name, job.query, every=True).rows(job.by))
        else:
            _work_chunk(job, job.by)
    except DomainError as refusal:
        _fail(job, source(refusal.message))
    if job.state in (DONE, FAILED):
        finished.send(BulkJob, job=job, by=job.by)
    return job.state


def _work_chunk(job: BulkJob, by: Any) -> None:
    """The next rows in order of their keys, each in a savepoint of its own."""
    action = _allowed(job.list_name, job.action, by)
    params = _clean(action, job.form, by)
    page = listed.opened(job.list_name, "", by)
    if page is None:
        raise DomainError(gettext_lazy("You may no longer open this list."))
    waiting = job.rows.filter(state=BulkRow.State.PENDING).order_by("subject_id")
    rows = list(waiting[:CHUNK])
    seen = set(
        page.queryset().filter(pk__in=[row.subject_id for row in rows]).values_list("pk", flat=True)
    )
    for row in rows:
        _work_row(row, action, params, by, row.subject_id in seen)
    BulkRow.objects.bulk_update(rows, ["state", "reason"])
    _count(job, rows, by)


def _work_row(row: BulkRow, action: Action, params: Mapping[str, Any], by: Any, seen: bool) -> None:
    row.state = BulkRow.State.REFUSED
    if not seen:
        row.reason = _("No longer among the rows you may see.")
        return
    try:
        with transaction.atomic():
            action.service(**{action.row: row.subject_id}, **params, by=by)
        row.state = BulkRow.State.DONE
    except DomainError as refusal:
        row.reason = str(refusal)[:300]
    except OperationalError:
        raise  # somebody holds the row: the whole chunk is tried again
    except Exception:
        log.exception("bulk %d, row %d failed", row.job_id, row.subject_id)
        row.reason = _("A fault in Tuoke. It was noted.")


def _count(job: BulkJob, rows: list[BulkRow], by: Any) -> None:
    done = sum(row.state == BulkRow.State.DONE for row in rows)
    job.done, job.refused = job.done + done, job.refused + len(rows) - done
    job.save(update_fields=["done", "refused"])
    if job.worked >= job.total:
        job.finished_at = timezone.now()
        states.advance(job, DONE, by=by, transitions=TRANSITIONS, fields=("finished_at",))
        audit.record("core.bulk.ended", job, by=by, done=job.done, refused=job.refused)


def _fail(job: BulkJob, why: str) -> None:
    job.failure, job.finished_at = why[:300], timezone.now()
    fields = ("failure", "finished_at")
    states.advance(job, FAILED, by=job.by, why=why, transitions=TRANSITIONS, fields=fields)


@transaction.atomic
def bulk_stop(*, job_id: int, by: Any) -> BulkJob:
    """Leave the rest as it is; what is done stays done."""
    job = BulkJob.objects.visible_to(by).select_for_update().get(pk=job_id)
    job.finished_at = timezone.now()
    states.advance(job, STOPPED, by=by, transitions=TRANSITIONS, fields=("finished_at",))
    return job


def speaking(user: Any) -> Any:
    """The person's language, for what the worker writes down for them."""
    return translation.override(user.language or settings.LANGUAGE_CODE)
