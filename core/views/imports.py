"""Import in the browser: choose a file, see what it would do, confirm, take the rejected rows."""

import io
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.export import Sheet, safe_name, write_csv
from core.importing.forms import ConfirmForm, MappingForm, UploadForm
from core.importing.kinds import kind_named, kinds_for
from core.importing.selectors import preview
from core.importing.services import import_confirm, import_discard, import_map, import_upload
from core.models import ImportBatch
from core.pages import ActionPage, DetailPage, FormPage, Page

PILLS = {"checked": "note", "confirmed": "warn", "done": "good", "failed": "bad", "discarded": ""}


class ImportList(Page):
    """What one may import, and one's earlier files."""

    permission = None
    title = _("Imports")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Kinds on top, files below."""
        batches = ImportBatch.objects.visible_to(self.user)[:50]
        context = {
            "title": self.title,
            "kinds": kinds_for(self.user),
            "batches": [(batch, kind_named(batch.kind), PILLS[batch.state]) for batch in batches],
        }
        return render(request, "core/import_list.html", context)


class ImportNew(FormPage):
    """Choose a file."""

    permission = None
    service = staticmethod(import_upload)
    submit = _("Check the file")
    done = _("The file has been read. Nothing is imported yet.")

    def found(self) -> None:
        """Nothing to edit; who may not import this is refused."""
        if not self.user.has_perm(kind_named(self.kwargs["kind"]).ability):
            raise PermissionDenied

    def form(self, subject: Any, **given: Any) -> forms.BaseForm:
        """The form of this kind."""
        return UploadForm(kind=kind_named(self.kwargs["kind"]), **given)

    def params(self, form: forms.BaseForm, subject: Any) -> dict[str, Any]:
        """The kind from the address, the rest from the form."""
        return {"kind": self.kwargs["kind"], **form.cleaned_data}

    def heading(self, subject: Any) -> str:
        """What is imported."""
        return gettext("Import: %(kind)s") % {"kind": kind_named(self.kwargs["kind"]).label}

    def back_url(self, subject: Any) -> str:
        """The list of imports."""
        return reverse("import_list")


class ImportDetail(DetailPage):
    """What the file would do, every bad row, and the last yes."""

    model = ImportBatch
    permission = None
    template_name = "core/import_detail.html"

    def pill(self, subject: Any) -> tuple[Any, str]:
        """The state in its colour."""
        return subject.get_state_display(), PILLS[subject.state]

    def context(self, subject: Any) -> dict[str, Any]:
        """Counts, rows and the form of the mapping."""
        kind = kind_named(subject.kind)
        return {
            "kind": kind,
            "subtitle": kind.label,
            "crumbs": [(_("Imports"), reverse("import_list")), (str(subject), "")],
            "open": subject.state in (ImportBatch.State.CHECKED, ImportBatch.State.FAILED),
            "form": MappingForm(kind=kind, batch=subject),
            **preview(subject, kind),
        }


class ImportMap(ActionPage):
    """Say which column is which."""

    model = ImportBatch
    permission = None
    noun = "batch"
    service = staticmethod(import_map)
    title = _("Which column is which")
    submit = _("Check again")
    done = _("The rows were checked again.")

    def form(self, subject: Any, **given: Any) -> forms.BaseForm:
        """The choices of this file."""
        return MappingForm(kind=kind_named(subject.kind), batch=subject, **given)


class ImportConfirm(ActionPage):
    """Import the good rows."""

    model = ImportBatch
    permission = None
    noun = "batch"
    service = staticmethod(import_confirm)
    title = _("Import these rows")
    submit = _("Import")
    done = _("The rows are imported, or will be in a moment.")

    def form(self, subject: Any, **given: Any) -> forms.BaseForm:
        """Asks for a yes if rows are left out."""
        return ConfirmForm(batch=subject, **given)

    def context(self, form: forms.BaseForm, subject: Any) -> dict[str, Any]:
        """How many it is about."""
        rows = [(_("Rows to import"), subject.rows_good), (_("Rows left out"), subject.rows_bad)]
        return {"summary": rows}


class ImportDiscard(ActionPage):
    """Throw the file away."""

    model = ImportBatch
    permission = None
    noun = "batch"
    service = staticmethod(import_discard)
    title = _("Discard this file")
    submit = _("Discard")
    done = _("The file is discarded.")


class ImportRejected(Page):
    """The bad rows as a file: corrected, they can be imported by themselves."""

    model = ImportBatch
    permission = None

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """CSV with the file's own columns and the reason behind them."""
        batch = self.subject()
        width = len(batch.head)
        rows = (
            [
                *row.cells,
                *[""] * (width - len(row.cells)),
                " ".join(why for _name, why in row.errors),
            ]
            for row in batch.rows.filter(bad=True).iterator(chunk_size=1000)
        )
        out = io.BytesIO()
        write_csv(Sheet([*batch.head, gettext("Why not")], rows), out)
        out.seek(0)
        name = f"{safe_name(batch.file_name.rsplit('.', 1)[0])}-{gettext('rejected')}.csv"
        return FileResponse(out, as_attachment=True, filename=name, content_type="text/csv")
