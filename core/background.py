"""What a person has under way or had done: actions on many rows, exports, imports, as one list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.bulk.kinds import action_named
from core.importing.kinds import kind_named
from core.importing.progress import progress_of_many
from core.importing.states import BUSY
from core.models import BulkJob, ExportRecord, ImportBatch
from core.pages import listed
from core.timeline import Page, cut, older_than

SIZE = 25
PILLS = {
    **dict.fromkeys(("waiting", "running", "working", *BUSY), "note"),
    **dict.fromkeys(("checked", "stopped"), "warn"),
    **dict.fromkeys(("refused", "failed"), "bad"),
    "done": "good",
}


@dataclass(frozen=True)
class Work:
    """One thing. `open` while the worker has it or will have it; `said` how far, or what came."""

    icon: str
    title: str
    about: str
    at: datetime
    state: str
    css: str
    url: str
    said: str
    open: bool = False
    done: int = 0
    total: int = 0
    stop_url: str = ""
    file_url: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of work; `newest(user, before, limit)` gives a person's own, the newest first."""

    name: str
    label: str | Promise
    newest: Callable[[Any, datetime | None, int], list[Work]]


def page_of(user: Any, kind: str = "", before: datetime | None = None) -> Page[Work]:
    """A page of all kinds or one, in as many queries for a hundred as for one."""
    wanted = [one for one in KINDS if kind in ("", one.name)]

    def newest(limit: int) -> list[Work]:
        found = [one.newest(user, before, limit) for one in wanted]
        return list(islice(merge(*found, key=lambda work: work.at, reverse=True), limit))

    return cut(newest, SIZE)


# --- actions on many rows -------------------------------------------------------------------


def _actions(user: Any, before: datetime | None, limit: int) -> list[Work]:
    jobs = older_than(BulkJob.objects.visible_to(user), "at", before)[:limit]
    return [_action(job) for job in jobs]


def _action(job: BulkJob) -> Work:
    going = job.state in ("waiting", "working")
    return Work(
        icon="check2-square",
        title=_asked(job),
        about=_list_title(job.list_name),
        at=job.at,
        state=job.get_state_display(),
        css=PILLS[job.state],
        url=job.get_absolute_url(),
        said=job.failed_because or bulk_said(job),
        open=going,
        done=job.worked,
        total=job.total,
        stop_url=reverse("bulk_stop", args=[job.pk]) if going else "",
        file_url="" if going else reverse("bulk_result", args=[job.pk]),
    )


def bulk_said(job: BulkJob) -> str:
    """How far it is, and how many rows were refused."""
    figures = {"worked": f"{job.worked:,}", "total": f"{job.total:,}"}
    said = gettext("%(worked)s of %(total)s rows") % figures
    if not job.refused:
        return said
    refused = ngettext("%(number)d refused", "%(number)d refused", job.refused)
    return f"{said} · {refused % {'number': job.refused}}"


def _asked(job: BulkJob) -> str:
    return _known(lambda: action_named(job.list_name, job.action).label, job.action)


def _list_title(name: str) -> str:
    return _known(lambda: listed.page_class(name)[0].title, "")


def _known(found: Callable[[], Any], otherwise: str) -> str:
    """What the declaration says; something else where nobody declares it any more."""
    try:
        return str(found())
    except Http404:
        return otherwise


# --- exports --------------------------------------------------------------------------------


def _exports(user: Any, before: datetime | None, limit: int) -> list[Work]:
    mine = older_than(ExportRecord.objects.filter(by=user), "at", before)[:limit]
    return [_export(record) for record in mine]


def _export(record: ExportRecord) -> Work:
    going = record.state in ("waiting", "running")
    return Work(
        icon="download",
        title=gettext("Export: %(list)s")
        % {"list": _known(lambda: listed.page_class(record.list_name)[0].title, str(record))},
        about=record.kind.upper(),
        at=record.at,
        state=record.get_state_display(),
        css=PILLS.get(record.state, ""),
        url=record.get_absolute_url(),
        said=record.failed_because or export_said(record),
        open=going,
        done=record.rows_done,
        total=record.rows,
        stop_url=reverse("export_stop", args=[record.pk]) if going else "",
        file_url=reverse("export_file", args=[record.pk]) if record.stored else "",
    )


def export_said(record: ExportRecord) -> str:
    """How far the file is, or how much stands in it."""
    if record.state in ("waiting", "running"):
        figures = {"done": f"{record.rows_done:,}", "total": f"{record.rows:,}"}
        return gettext("Writing the file: %(done)s of %(total)s rows.") % figures
    return ngettext("%(number)s row", "%(number)s rows", record.rows) % {
        "number": f"{record.rows:,}"
    }


# --- imports --------------------------------------------------------------------------------


def _imports(user: Any, before: datetime | None, limit: int) -> list[Work]:
    rows = older_than(ImportBatch.objects.visible_to(user), "created_at", before)
    batches = list(rows[:limit])
    progress = progress_of_many([batch.pk for batch in batches if batch.state in BUSY])
    return [_import(batch, progress.get(batch.pk)) for batch in batches]


def _import(batch: ImportBatch, progress: Any) -> Work:
    stoppable = progress is not None and not progress.stop
    return Work(
        icon="upload",
        title=gettext("Import: %(file)s") % {"file": batch.file_name},
        about=_known(lambda: kind_named(batch.kind).label, batch.kind),
        at=batch.created_at,
        state=batch.get_state_display(),
        css=PILLS.get(batch.state, ""),
        url=batch.get_absolute_url(),
        said=progress.said if progress else batch.failed_because or _imported(batch),
        open=progress is not None,
        done=progress.done if progress else 0,
        total=progress.total if progress else 0,
        stop_url=reverse("import_stop", args=[batch.pk]) if stoppable else "",
    )


def _imported(batch: ImportBatch) -> str:
    figures = {
        "new": f"{batch.created:,}",
        "changed": f"{batch.updated:,}",
        "bad": f"{batch.rows_bad:,}",
    }
    return gettext("%(new)s new, %(changed)s changed, %(bad)s bad") % figures


KINDS = (
    Kind("actions", _("Actions on many rows"), _actions),
    Kind("exports", _("Exports"), _exports),
    Kind("imports", _("Imports"), _imports),
)
