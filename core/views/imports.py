"""Import in the browser: choose a file, see what it would do, confirm, stop, undo."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import background
from core.background import PILLS
from core.importing import files
from core.importing.forms import ConfirmForm, MappingForm, UndoForm, UploadForm
from core.importing.kinds import ImportKind, kind_named, kinds_for
from core.importing.selectors import preview, standing
from core.importing.services import (
    import_confirm,
    import_discard,
    import_map,
    import_stop,
    import_undo,
    import_upload,
)
from core.importing.undo_look import Outlook, look_ahead, obstacles
from core.models import ImportBatch
from core.pages import ActionPage, DetailPage, FormPage, Page

OBSTACLES_SHOWN = 100
PAGED = ("bad", "alike", "changed")


class ImportList(Page):
    """What one may import, and one's earlier files."""

    permission = None
    title = _("Imports")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Kinds on top, files below."""
        page = background.page_of(self.user, "imports")
        context = {"title": self.title, "kinds": kinds_for(self.user), "page": page}
        return render(request, "core/import_list.html", context)


class OfKind(Page):
    """A page about a kind: who may not import it is refused."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The gate, and behind it the kind's own ability."""
        if request.user.is_authenticated and not self.user.has_perm(self.kind.ability):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def kind(self) -> ImportKind:
        """The kind of the address."""
        return kind_named(self.kwargs["kind"])


class ImportNew(OfKind, FormPage):
    """Choose a file."""

    permission = None
    service = staticmethod(import_upload)
    submit = _("Check the file")
    done = _("The file has been taken in. Nothing is imported yet.")
    template_name = "core/import_new.html"

    def found(self) -> None:
        """Nothing to edit."""

    def form(self, subject: Any, **given: Any) -> forms.BaseForm:
        """The form of this kind."""
        return UploadForm(kind=self.kind, **given)

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """The kind from the address, the rest from the form."""
        received = form.cleaned_data["sheet"]
        return {"kind": self.kind.name, "received": received, "origin": form.origin()}

    def heading(self, subject: Any) -> str:
        """What is imported."""
        return gettext("Import: %(kind)s") % {"kind": self.kind.label}

    def context(self, form: Any, subject: Any) -> dict[str, Any]:
        """What the columns mean; after a refusal that the file must be chosen again."""
        again = gettext("Choose the file again: the browser has not kept it.")
        return {"kind": self.kind, "help": again if form.is_bound else self.kind.help}

    def back_url(self, subject: Any) -> str:
        """The list of imports."""
        return reverse("import_list")


class ImportExample(OfKind):
    """A file to fill in: headings and two rows."""

    permission = None

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """As a workbook, or as CSV where the address says so."""
        form = "csv" if request.GET.get("as") == "csv" else "xlsx"
        return _handed_out(*files.example(self.kind, form))


class ImportDetail(DetailPage):
    """What the file would do, every bad row, and the last yes."""

    model = ImportBatch
    permission = None
    template_name = "core/import_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or only its state while the worker is busy; then the page is due anew."""
        if request.GET.get("part") != "state":
            return super().get(request, *args, **kwargs)
        subject = self.subject()
        context = standing(subject, kind_named(subject.kind))
        answer = render(request, "core/_import_state.html", context)
        if not context["busy"]:
            answer["HX-Refresh"] = "true"
        return answer

    def pill(self, subject: Any) -> tuple[Any, str]:
        """The state in its colour."""
        return subject.get_state_display(), PILLS.get(subject.state, "")

    def context(self, subject: Any) -> dict[str, Any]:
        """Counts, rows and the form of the mapping."""
        kind = kind_named(subject.kind)
        return {
            "kind": kind,
            "subtitle": " · ".join(filter(None, [str(kind.label), subject.sheet])),
            "crumbs": [(_("Imports"), reverse("import_list")), (str(subject), "")],
            "form": MappingForm(kind=kind, batch=subject),
            **standing(subject, kind),
            **preview(subject, kind, {name: self.asked(name, 6) for name in PAGED}),
        }


class OfBatch(ActionPage):
    """A command on one's own import."""

    model = ImportBatch
    permission = None
    noun = "batch"


class ImportMap(OfBatch):
    """Say which column is which."""

    service = staticmethod(import_map)
    title = _("Which column is which")
    submit = _("Check again")
    done = _("The columns are kept, and the rows are checked again.")

    def form(self, subject: Any, **given: Any) -> forms.BaseForm:
        """The choices of this file."""
        return MappingForm(kind=kind_named(subject.kind), batch=subject, **given)


class ImportConfirm(OfBatch):
    """Import the good rows."""

    service = staticmethod(import_confirm)
    title = _("Import these rows")
    submit = _("Import")
    done = _("The rows are imported, or will be in a moment.")

    def form(self, subject: Any, **given: Any) -> forms.BaseForm:
        """Asks for a yes if rows are left out."""
        return ConfirmForm(batch=subject, **given)

    def context(self, form: forms.BaseForm, subject: Any) -> dict[str, Any]:
        """How many it is about."""
        rows = [
            (_("New"), subject.created),
            (_("Of these like a record or an earlier row"), subject.rows_alike),
            (_("Changed"), subject.updated),
            (_("As they were"), subject.unchanged),
            (_("Rows that cannot be imported"), subject.rows_bad),
        ]
        return {"summary": [(label, count) for label, count in rows if count]}


class ImportStop(OfBatch):
    """Stop what the worker is doing with the file."""

    service = staticmethod(import_stop)
    once = False
    title = _("Stop")
    submit = _("Stop")
    help = _("Everything it did so far is rolled back.")
    done = _("It stops within seconds, and nothing of it stays.")

    def run(self, form: forms.BaseForm, subject: Any) -> Any:
        """Outside any transaction: it must not wait for the one it stops (ADR 088)."""
        return import_stop(batch_id=subject.pk, by=self.user)


class ImportUndo(OfBatch):
    """Take the import back."""

    service = staticmethod(import_undo)
    title = _("Undo this import")
    submit = _("Undo")
    done = _("The import is undone, or will be in a moment.")
    template_name = "core/import_undo.html"

    @cached_property
    def outlook(self) -> Outlook:
        """What an undoing would do."""
        subject = self.subject()
        return look_ahead(subject, kind_named(subject.kind))

    def form(self, subject: Any, **given: Any) -> forms.BaseForm:
        """Asks for a yes if records stay."""
        return UndoForm(asks=bool(self.outlook.obstacles), **given)

    def context(self, form: forms.BaseForm, subject: Any) -> dict[str, Any]:
        """What goes, what is put back, what stays and why."""
        outlook = self.outlook
        summary = [
            (_("Records taken away"), outlook.remove),
            (_("Records set back"), outlook.set_back),
            (_("Records that stay"), outlook.obstacles),
        ]
        stay = list(obstacles(subject, outlook, OBSTACLES_SHOWN))
        return {"summary": summary, "obstacles": stay}


class ImportDiscard(OfBatch):
    """Throw the file away."""

    service = staticmethod(import_discard)
    title = _("Discard this file")
    submit = _("Discard")
    done = _("The file is discarded.")


class ImportRejected(Page):
    """The rows left out as a file: corrected, they can be imported by themselves."""

    model = ImportBatch
    permission = None

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The file's own columns and the reason behind them, in the format it came in.

        The bad rows, or those that may mean a record there is where the address asks for them.
        """
        alike = request.GET.get("rows") == "alike"
        return _handed_out(*files.rejected(self.subject(), alike=alike))


def _handed_out(file: Any, name: str) -> FileResponse:
    kind = files.TYPES[name.rsplit(".", 1)[-1]]
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind)
