"""People and their data: consent, requests, the report, sealed identities (L1)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from core import pdf
from core.commands import execute
from core.errors import DomainError
from core.pages import ActionPage, Button, DetailPage, Fact, ListPage
from core.personal.erasure import preview
from core.personal.report import Section, as_json
from core.policies import policy_on
from units import permissions
from units.filters.personal import SealedFilter, SubjectFilter
from units.forms.people import ReasonForm
from units.forms.personal import ConsentForm, ReportForm
from units.models import DataSubject, PersonRequest, SealedIdentity
from units.policies import PersonalPolicy
from units.selectors.personal import consent_context
from units.services.consent import Proof, consent_give
from units.services.erasure import person_of, sealed_show
from units.services.report import JSON, PDF, person_report
from units.tables.personal import SealedTable, SubjectTable

STYLE = "units/report.css"


def page_of(user: Any, subject: Any) -> str:
    """The person's page this user may open."""
    name = "subject_detail" if user.has_perm(permissions.PERSONAL_VIEW) else "contact_detail"
    return reverse(name, args=[subject.pk])


def asked_for(request: PersonRequest) -> str:
    """A request as the reason for which one looks at the person's data."""
    return gettext("Request %(number)d of %(day)s: %(kind)s") % {
        "number": request.pk,
        "day": request.received_on,
        "kind": request.get_kind_display(),
    }


class ConsentRecord(ActionPage):
    """What a person allows us, with its evidence."""

    model = DataSubject
    permission = permissions.CONSENT_RECORD
    form_class = ConsentForm
    service = staticmethod(consent_give)
    title = _("Record an answer about their data")
    done = _("The answer is recorded. It counts from now on.")
    template_name = "core/action.html"

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """The answer, and its proof apart."""
        said = form.cleaned_data
        return {
            "contact_id": subject.pk,
            "purpose": said["purpose"],
            "given": said["given"] == "yes",
            "evidence": said["evidence"],
            "proof": Proof(said["how"], said["said_on"], said["upload"]),
        }

    def context(self, form: Any, subject: Any) -> dict[str, Any]:
        """Whom it is about."""
        return {"summary": [(_("Person"), subject)]}

    def back_url(self, subject: Any) -> str:
        """The person's page."""
        return page_of(self.user, subject)

    def success_url(self, result: Any, subject: Any) -> str:
        """The same."""
        return self.back_url(subject)


class SubjectList(ListPage):
    """People whose data we hold, looked up when they ask."""

    model = DataSubject
    permission = permissions.PERSONAL_VIEW
    table_class = SubjectTable
    filterset_class = SubjectFilter
    title = _("People and their data")


class SubjectDetail(DetailPage):
    """What we hold of one person, and what an erasure would take."""

    model = DataSubject
    permission = permissions.PERSONAL_VIEW
    template_name = "units/subject_detail.html"
    buttons = (
        Button(
            _("Everything we hold"),
            "subject_report",
            "eye",
            permissions.PERSONAL_ANSWER,
            True,
            own=True,
        ),
        Button(_("New request"), "request_add", "plus-lg", permissions.REQUEST_RECORD, own=True),
    )

    def queryset(self) -> QuerySet[Any]:
        """With what the page shows of other tables."""
        return super().queryset().select_related("unit")

    def links(self, subject: Any = None) -> list[Any]:
        """Who is erased asks for nothing more."""
        return [] if subject is not None and subject.erased_at else super().links(subject)

    def facts(self, subject: Any) -> list[tuple[Any, list[Fact]]]:
        """Who it is, numbers masked."""
        return [
            (
                _("Person"),
                [
                    Fact(_("Number"), f"#{subject.pk}"),
                    Fact(_("Unit"), subject.unit),
                    Fact(_("Mobile"), subject.masked_mobile),
                    Fact(_("Identity number"), _("on file") if subject.id_number else None),
                    Fact(_("Came from"), subject.get_source_display()),
                    Fact(_("Entered"), timezone.localdate(subject.created_at)),
                ],
            )
        ]

    def context(self, subject: Any) -> dict[str, Any]:
        """Consent, every request, and the preview."""
        return {
            "panel": consent_context(subject, self.user),
            "asked": subject.requests.all(),
            "preview": preview(person_of(subject), words=False),
        }


class SubjectReport(ActionPage):
    """Everything we hold of one person, in one click and with a reason."""

    model = DataSubject
    permission = permissions.PERSONAL_ANSWER
    form_class = ReportForm
    service = staticmethod(person_report)
    noun = "contact"
    once = False
    title = _("Everything we hold of this person")
    help = _("Say why you need it. Your name, the time and the reason are recorded.")
    submit = _("Show")
    template_name = "units/subject_report.html"
    made: "list[Section] | None" = None

    def initial(self, subject: Any) -> dict[str, Any]:
        """Who asked for it is the reason."""
        live = PersonRequest.objects.live().filter(contact=subject.pk)
        asked = live.filter(kind=PersonRequest.Kind.ACCESS).first()
        return {"reason": asked_for(asked)} if asked else {}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """On the page itself, or as a file; nothing of it is stored."""
        subject = self.found()
        form: Any = self.form(subject, data=request.POST)
        if not form.is_valid():
            return self.draw(form, subject, status=422)
        try:
            self.made = self.run(form, subject)
            return self._answer(form, subject, self.made)
        except DomainError as refusal:
            self.refuse(form, refusal)
            return self.draw(form, subject, status=422)

    def _answer(self, form: Any, subject: Any, made: list[Section]) -> HttpResponse:
        kind = form.cleaned_data["kind"]
        if kind == JSON:
            answer = JsonResponse(
                as_json(person_of(subject), made, timezone.now()),
                json_dumps_params={"ensure_ascii": False, "indent": 1},
            )
            answer["Content-Disposition"] = f'attachment; filename="person-{subject.pk}.json"'
            return answer
        if kind == PDF and pdf.available():
            return pdf.as_file(_pressed(subject, made, self.user), f"person-{subject.pk}")
        return self.draw(form, subject)

    def context(self, form: Any, subject: Any) -> dict[str, Any]:
        """The report after the reason was given."""
        return {"sections": self.made, "summary": [(_("Person"), subject)]}


def _pressed(subject: Any, made: list[Section], by: Any) -> bytes:
    policy = policy_on(PersonalPolicy, timezone.localdate(), subject.project_id)
    context = {
        "person": subject,
        "project": subject.project,
        "sections": made,
        "made_at": timezone.localtime(),
        "by": by,
        "days": policy.answer_days,
        "language": get_language() or "zh-hans",
    }
    return pdf.pdf(render_to_string("units/report_pdf.html", context), style=STYLE)


class SealedList(ListPage):
    """Erased people whose books are kept."""

    model = SealedIdentity
    permission = permissions.SEALED_SHOW
    table_class = SealedTable
    filterset_class = SealedFilter
    title = _("Sealed identities")


class SealedShow(ActionPage):
    """Who an erased person was, for a reason."""

    model = SealedIdentity
    permission = permissions.SEALED_SHOW
    form_class = ReasonForm
    service = staticmethod(sealed_show)
    once = False
    title = _("Open the sealed identity")
    help = _("Say why you need it. Your name, the time and the reason are recorded.")
    submit = _("Show")
    template_name = "units/sealed_show.html"
    shown: tuple[str, str] = ("", "")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Shown on the page itself: never in an address, never stored in the session."""
        subject = self.found()
        form: Any = self.form(subject, data=request.POST)
        if not form.is_valid():
            return self.draw(form, subject, status=422)
        try:
            self.shown = execute(
                sealed_show, by=self.user, sealedidentity_id=subject.pk, **form.cleaned_data
            )
        except DomainError as refusal:
            self.refuse(form, refusal)
            return self.draw(form, subject, status=422)
        return self.draw(form, subject)

    def context(self, form: Any, subject: Any) -> dict[str, Any]:
        """Name and number after the reason was given."""
        return {"shown": self.shown, "summary": [(_("Person"), subject.contact)]}

    def back_url(self, subject: Any) -> str:
        """The list."""
        return reverse("sealed_list")
