"""Visit reports: list, record, start, the form that saves itself, photos (V4, V5)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.commands import execute
from core.errors import DomainError
from core.files import attachments_of
from core.pages import ActionPage, Button, DetailPage, EditPage, Empty, Fact, ListPage, Page
from core.pages.base import Link
from core.policies import policy_on
from core.search import typed
from core.text import listed
from units.models import Unit
from visits import permissions, report_fields
from visits.filters import VisitFilter
from visits.forms import PhotosForm, ReportForm, ReportSubmitForm
from visits.models import VisitReport
from visits.policies import VisitPolicy
from visits.rules import due_on
from visits.selectors import units_to_visit
from visits.services import (
    report_discard,
    report_photo_add,
    report_save,
    report_start,
    report_submit,
)
from visits.tables import VisitTable


class VisitList(ListPage):
    """Visit reports, the newest first."""

    model = VisitReport
    permission = permissions.VISIT_VIEW
    table_class = VisitTable
    filterset_class = VisitFilter
    title = _("Visits")
    buttons = (Button(_("New report"), "visit_new", "plus-lg", permissions.VISIT_ADD, True),)
    empty = Empty(
        _("No visits yet"),
        _("Report the first one; a minute is enough."),
        "visit_new",
        _("New report"),
        permissions.VISIT_ADD,
    )


class VisitNew(Page):
    """Choose the unit that was visited: one's drafts, what is due, or a search."""

    permission = permissions.VISIT_ADD
    title = _("Which unit did you visit?")

    def get(self, request: HttpRequest) -> HttpResponse:
        """The choice; with ?unit= that unit alone."""
        unit_id = self.asked("unit", 18)
        if not unit_id:
            return self.search("")
        key = int(unit_id) if unit_id.isdecimal() else 0
        return self.draw([get_object_or_404(self.units(), pk=key)], "")

    def post(self, request: HttpRequest) -> HttpResponse:
        """What is called so. Posted, because people type names and numbers (L1)."""
        return self.search(typed(request.POST.get("q", "")))

    def units(self) -> Any:
        """One's own, with what their lines show."""
        return Unit.objects.visible_to(self.user).select_related("category")

    def search(self, text: str) -> HttpResponse:
        """What one should go to first, or what is called so."""
        return self.draw(units_to_visit(self.units(), text, self.user, timezone.localdate()), text)

    def draw(self, found: list[Unit], text: str) -> HttpResponse:
        """The page; its list alone while one types."""
        request = self.request
        drafts = VisitReport.objects.drafts().filter(owner=self.user).select_related("unit")
        context = {"title": self.title, "units": found, "q": text, "drafts": drafts[:8]}
        fragment = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
        name = "visits/_units.html" if fragment else "visits/visit_new.html"
        return render(request, name, context)


class VisitStart(Page):
    """Begin, or go on with, one's report on a unit."""

    permission = permissions.VISIT_ADD
    model = Unit
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """To the form."""
        report = execute(report_start, by=self.user, unit_id=self.subject().pk)
        return HttpResponseRedirect(reverse("visit_edit", args=[report.pk]))


class VisitDetail(DetailPage):
    """One report as it was filed, or as far as it is written."""

    model = VisitReport
    permission = permissions.VISIT_VIEW
    template_name = "visits/visit_detail.html"

    def queryset(self) -> Any:
        """With what the page shows of other tables."""
        return super().queryset().select_related("unit", "owner", "team", "met_contact")

    def links(self, subject: Any = None) -> list[Link]:
        """A draft goes on; a filed report leads to the evaluation and the unit."""
        if not self.user.has_perm(permissions.VISIT_ADD):
            return []
        buttons = _DRAFT_BUTTONS if subject.is_draft else _FILED_BUTTONS
        return [button.link(subject if button.own else subject.unit) for button in buttons]

    def facts(self, subject: VisitReport) -> list[tuple[Any, list[Fact]]]:
        """Who, when, what next."""
        return [(_("The visit"), _visit(subject)), (_("What next"), _next(subject))]

    def context(self, subject: VisitReport) -> dict[str, Any]:
        """What was heard, section by section, and the photos."""
        return {"sections": _heard(subject), "photos": attachments_of(subject)}


_DRAFT_BUTTONS = (
    Button(_("Go on writing"), "visit_edit", "pencil", primary=True, own=True),
    Button(_("Throw away"), "visit_discard", "trash", own=True),
)
_FILED_BUTTONS = (Button(_("Add photos"), "visit_photo_add", "camera", own=True),)


def _visit(report: VisitReport) -> list[Fact]:
    party = report.party.all()
    met = report.met_contact
    return [
        Fact(_("Unit"), report.unit, report.unit.get_absolute_url()),
        Fact(_("Visit no."), report.number),
        Fact(_("Date and time"), f"{timezone.localtime(report.visited_at):%Y-%m-%d %H:%M}"),
        Fact(_("Written by"), report.owner),
        Fact(_("Team"), report.team),
        Fact(_("Went along"), listed([*party, report.interviewers])),
        Fact(_("People met"), report.people_met),
        Fact(_("Person named"), met or report.new_name, met.get_absolute_url() if met else ""),
    ]


def _next(report: VisitReport) -> list[Fact]:
    return [
        Fact(_("Next step"), report.next_step),
        Fact(_("On"), report.next_on),
        Fact(_("Would hold an event with us"), report.get_joint_event_display()),
        Fact(_("Purchase intention"), report.get_intention_display()),
    ]


def _heard(report: VisitReport) -> list[tuple[Any, list[Fact]]]:
    """The sections in which something was written."""
    groups = (
        (_("The unit and its place"), report_fields.UNIT),
        (_("How its people live"), report_fields.LIVING),
        (_("Demand"), report_fields.DEMAND),
        (_("Promotion and activities"), report_fields.SPECIAL),
    )
    written = ((title, [_fact(report, name) for name in names]) for title, names in groups)
    kept = ((title, [fact for fact in facts if fact.value]) for title, facts in written)
    return [(title, facts) for title, facts in kept if facts]


def _fact(report: VisitReport, name: str) -> Fact:
    label = VisitReport._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return Fact(label, getattr(report, name))


class _ReportPage(EditPage):
    """What the two posts of the report's form share."""

    model = VisitReport
    permission = permissions.VISIT_ADD
    template_name = "visits/visit_form.html"
    submit = _("File the report")

    def queryset(self) -> Any:
        """With the unit, for what is known of it."""
        return super().queryset().select_related("unit")

    def heading(self, subject: VisitReport) -> str:
        """The unit and which visit it is."""
        number = subject.number or subject.unit.visit_count + 1
        return gettext("%(unit)s: visit no. %(number)d") % {"unit": subject.unit, "number": number}

    def form_kwargs(self, subject: VisitReport) -> dict[str, Any]:
        """The next step's day by the grade, where the unit has one (V6)."""
        kwargs = super().form_kwargs(subject)
        if subject.next_on is None and subject.unit.grade:
            day = timezone.localdate(subject.visited_at)
            rhythm = policy_on(VisitPolicy, day, subject.project_id).rhythm
            kwargs["initial"]["next_on"] = due_on(day, subject.unit.grade, rhythm)
        return kwargs

    def params(self, form: Any, subject: VisitReport) -> dict[str, Any]:
        """The version and the page apart from what was written."""
        return {"report_id": subject.pk, "editor": str(self.key()), **_parted(form)}

    def context(self, form: Any, subject: VisitReport) -> dict[str, Any]:
        """Where the form saves itself, and the photos."""
        return {
            "autosave": reverse("visit_autosave", args=[subject.pk]),
            "photos": attachments_of(subject),
            "photos_form": PhotosForm(),
            "subtitle": subject.unit.address,
        }


def _parted(form: Any) -> dict[str, Any]:
    facts = dict(form.cleaned_data)
    return {"version": facts.pop("version", 0), "facts": facts}


class VisitEdit(_ReportPage):
    """The form; its second button keeps the draft and leaves."""

    form_class = ReportForm
    service = staticmethod(report_save)
    done = _("The draft is kept.")
    once = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form of a draft; anything else is only shown."""
        report = self.subject()
        if not report.is_draft:
            return HttpResponseRedirect(report.get_absolute_url())
        # Shown as it will be filed, so that what is required is marked.
        return self.draw(ReportSubmitForm(**self.form_kwargs(report)), report)


class VisitSubmit(_ReportPage):
    """The form's main button: file the report, then judge the unit (V5)."""

    form_class = ReportSubmitForm
    service = staticmethod(report_submit)
    done = _("The report is filed and the next step is noted. How do you judge the unit now?")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Back to the form."""
        return HttpResponseRedirect(reverse("visit_edit", args=[self.subject().pk]))

    def success_url(self, result: VisitReport, subject: VisitReport) -> str:
        """The evaluation."""
        return reverse("unit_evaluate", args=[subject.unit_id])


class VisitAutosave(_ReportPage):
    """What was typed, kept while it is typed; a field that cannot be read waits for its end."""

    form_class = ReportForm
    service = staticmethod(report_save)
    once = False
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The new version; 409 with a sentence when somebody else saved in between."""
        form = self.form(self.subject(), data=request.POST)
        form.is_valid()
        try:
            report = self.run(form, self.subject())
        except DomainError as refusal:
            return JsonResponse({"message": str(refusal)}, status=409)
        return JsonResponse({"version": report.version})


class VisitDiscard(ActionPage):
    """Throw a draft away."""

    model = VisitReport
    permission = permissions.VISIT_ADD
    service = staticmethod(report_discard)
    noun = "report"
    form_class = forms.Form
    title = _("Throw the draft away?")
    help = _("What was written in it is no longer shown. A filed report cannot be thrown away.")
    submit = _("Throw away")
    done = _("The draft is thrown away.")

    def success_url(self, result: VisitReport, subject: VisitReport) -> str:
        """The unit."""
        return subject.unit.get_absolute_url()


class VisitPhotoAdd(ActionPage):
    """Photos, at once or later."""

    model = VisitReport
    permission = permissions.VISIT_ADD
    service = staticmethod(report_photo_add)
    noun = "report"
    form_class = PhotosForm
    title = _("Add photos")
    submit = _("Add")
    done = _("The photos are added.")

    def success_url(self, result: Any, subject: VisitReport) -> str:
        """Back to where one wrote."""
        return reverse("visit_edit", args=[subject.pk])
