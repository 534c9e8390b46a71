"""An action on ticked rows: its form, its progress, its result."""

import io
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core import bulk, export
from core.addresses import closed_query, opened
from core.background import PILLS, bulk_said
from core.bulk import services
from core.models import BulkJob, BulkRow
from core.pages import ActionPage, DetailPage, FormPage, Page, listed
from core.views.watched import Watched

REFUSED_SHOWN = 100


class BulkStart(FormPage):
    """What shall be done with the chosen rows; `deed` is "<list>.<action>"."""

    permission = None
    service = staticmethod(services.bulk_begin)
    template_name = "core/bulk_start.html"
    done = _("Begun. It goes on by itself.")

    def found(self) -> services.Chosen:
        """Which rows are meant; 404 for no such action, 403 for who may not."""
        self.list_name, _dot, name = self.kwargs["deed"].partition(".")
        self.action = bulk.action_named(self.list_name, name)
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        query = sent.get("where", "").replace("\0", "")[:2000]
        page = listed.opened(self.list_name, query, self.user)
        if page is None or not self.user.has_perm(self.action.ability):
            raise PermissionDenied
        self.page = page
        keys = tuple(int(k) for k in sent.getlist("pk") if k.isdecimal() and len(k) < 19)
        kept = opened(QueryDict(query)).urlencode()
        return services.Chosen(self.list_name, kept, keys, sent.get("all") == "1")

    def form(self, subject: Any, **given: Any) -> Any:
        """The action's own form."""
        data = given.get("data")
        typed = None if data is None else dict(data.lists())
        return services.form_of(self.action, self.user, typed)

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """What was typed is kept as it was sent: the worker checks it again."""
        own = {"csrfmiddlewaretoken", "form_key", "where", "pk", "all"}
        typed = {name: sent for name, sent in self.request.POST.lists() if name not in own}
        return {"chosen": subject, "action": self.action.name, "form": typed}

    def context(self, form: Any, subject: services.Chosen) -> dict[str, Any]:
        """How many rows, and what carries them to the next step."""
        count = subject.rows(self.user).count() if self.page.valid else 0
        said = ngettext("%(number)d row is chosen.", "%(number)d rows are chosen.", count)
        none = gettext("No row is chosen. Go back to the list and choose some.")
        return {
            "title": self.action.label,
            "submit": self.action.label,
            "help": self.action.help,
            "said": said % {"number": count} if count else none,
            "chosen": subject,
        }

    def said(self, result: BulkJob) -> tuple[int, str]:
        """A few rows are worked at once."""
        done = result.state == BulkJob.State.DONE
        return (messages.SUCCESS, bulk_said(result)) if done else super().said(result)

    def back_url(self, subject: Any) -> str:
        """The list with its filters."""
        return f"{reverse(self.list_name)}?{closed_query(subject.query)}"

    def success_url(self, result: Any, subject: Any) -> str:
        """Its progress and result."""
        url: str = result.get_absolute_url()
        return url


class BulkDetail(Watched, DetailPage):
    """How far it is, what was refused and why."""

    model = BulkJob
    permission = None
    template_name = "core/bulk_detail.html"

    def heading(self, subject: BulkJob) -> Any:
        """What was asked."""
        return _action(subject).label

    def pill(self, subject: BulkJob) -> tuple[Any, str]:
        """The state in its colour."""
        return subject.get_state_display(), PILLS[subject.state]

    def context(self, subject: BulkJob) -> dict[str, Any]:
        """Counts, and the first refused rows by name."""
        rows = list(subject.rows.filter(state=BulkRow.State.REFUSED)[:REFUSED_SHOWN])
        self.going = subject.state in ("waiting", "working")
        return {
            "open": self.going,
            "said": bulk_said(subject),
            "refusals": list(_named(subject, rows, self.user)),
            "refused_left": max(subject.refused - REFUSED_SHOWN, 0),
            "list_url": f"{reverse(subject.list_name)}?{closed_query(subject.query)}",
            "list_title": listed.page_class(subject.list_name)[0].title,
            "done_text": _action(subject).done,
        }


class BulkStop(ActionPage):
    """Leave the rest."""

    model = BulkJob
    permission = None
    noun = "job"
    service = staticmethod(services.bulk_stop)
    title = _("Stop")
    help = _("What is done stays done; the other rows are left as they are.")
    submit = _("Stop")
    done = _("Stopped.")


class BulkResult(Page):
    """Every row with what became of it."""

    model = BulkJob
    permission = None

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """As CSV."""
        job = self.subject()
        head = [gettext("Row"), gettext("Result"), gettext("Why not")]
        rows = (
            [name, row.get_state_display(), row.reason]
            for name, _url, row in _all_named(job, self.user)
        )
        out = io.BytesIO()
        export.write_csv(export.Sheet(head, rows), out)
        out.seek(0)
        return export.respond(out, gettext("result"), "csv", job.at.date())


def _action(job: BulkJob) -> bulk.Action:
    """Its declaration; 404 for one that is no longer declared."""
    return bulk.action_named(job.list_name, job.action)


def _all_named(job: BulkJob, user: Any) -> Iterator[tuple[str, str, BulkRow]]:
    rows: list[BulkRow] = []
    for row in job.rows.iterator(chunk_size=1000):
        rows.append(row)
        if len(rows) == 1000:
            yield from _named(job, rows, user)
            rows = []
    yield from _named(job, rows, user)


def _named(job: BulkJob, rows: list[BulkRow], user: Any) -> Iterator[tuple[str, str, BulkRow]]:
    """(name, address, row); a row one no longer sees has neither."""
    page = listed.opened(job.list_name, "", user)
    if page is None:
        raise Http404
    seen = page.rows().filter(pk__in=[row.subject_id for row in rows])
    known = {record.pk: record for record in seen}
    for row in rows:
        record = known.get(row.subject_id)
        if record is None:
            yield gettext("a row you no longer see"), "", row
        else:
            url = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
            yield str(record), url, row
