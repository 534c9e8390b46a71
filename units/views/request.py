"""The book of requests: recorded, corrected, erased, answered; and whom we forget (L1)."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import states
from core.models import Approval
from core.pages import ActionPage, Button, DetailPage, EditPage, Fact, ListPage, Page
from core.personal.blockers import blockers
from core.personal.erasure import preview
from core.views.files import handed_out
from units import permissions
from units.filters.personal import RequestFilter
from units.forms.personal import AnswerForm, CorrectForm, LookForm, RequestForm
from units.models import DataSubject, PersonRequest
from units.services.erasure import KIND, chosen_of, erasure_ask, looked_for
from units.services.looking import doubtful, files_to_look_at, request_look
from units.services.request import Asked, request_answer, request_correct, request_record
from units.states import RequestState
from units.tables.personal import RequestTable
from units.views.personal import asked_for, page_of


class RequestList(ListPage):
    """Who asked what, and until when we owe the answer."""

    model = PersonRequest
    permission = permissions.PERSONAL_VIEW
    table_class = RequestTable
    filterset_class = RequestFilter
    title = _("Personal-data requests")
    buttons = (
        Button(_("Find the person"), "subject_list", "search", permissions.PERSONAL_VIEW, True),
    )


class RequestAdd(ActionPage):
    """Somebody asks about their data."""

    model = DataSubject
    permission = permissions.REQUEST_RECORD
    form_class = RequestForm
    service = staticmethod(request_record)
    title = _("New personal-data request")
    done = _("The request is in the book.")

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """The request as one value."""
        return {"contact_id": subject.pk, "asked": Asked(**form.cleaned_data)}

    def context(self, form: Any, subject: Any) -> dict[str, Any]:
        """Whom it is about."""
        return {"summary": [(_("Person"), subject)]}

    def back_url(self, subject: Any) -> str:
        """The person's page."""
        return page_of(self.user, subject)

    def success_url(self, result: Any, subject: Any) -> str:
        """The request, for who may read the book."""
        if self.user.has_perm(permissions.PERSONAL_VIEW):
            return str(result.get_absolute_url())
        return self.back_url(subject)


DEEDS = {
    "correction": (Button(_("Correct"), "request_correct", "pencil", primary=True),),
    "erasure": (
        Button(_("Erase"), "request_erase", "trash", primary=True),
        Button(_("Look through"), "request_look", "eye"),
    ),
}


class RequestDetail(DetailPage):
    """One request: what is owed, and the one thing to do."""

    model = PersonRequest
    permission = permissions.PERSONAL_VIEW
    template_name = "units/request_detail.html"

    def queryset(self) -> QuerySet[Any]:
        """With what the page shows of other tables."""
        return super().queryset().select_related("contact", "recorded_by")

    def links(self, subject: Any = None) -> list[Any]:
        """What can be done with a request of its kind."""
        if subject is None or not subject.is_live:
            return []
        if subject.state == RequestState.WAITING:  # the approval is the one thing to do
            return []
        first = [_own(do).link(subject) for do in DEEDS.get(subject.kind, ())]
        return [*first, _own(Button(_("Answer"), "request_answer", "check-lg")).link(subject)]

    def facts(self, subject: Any) -> list[tuple[Any, list[Fact]]]:
        """Who, how, when."""
        person = DataSubject(pk=subject.contact_id).get_absolute_url()
        return [
            (
                _("Request"),
                [
                    Fact(_("Person"), subject.contact, person),
                    Fact(_("What they ask"), subject.get_kind_display()),
                    Fact(_("How they asked"), subject.get_how_display()),
                    Fact(_("Who asked"), subject.asked_by or _("the person")),
                    Fact(_("Request received"), subject.received_on),
                    Fact(_("Answer owed until"), subject.due_on, css=self._late(subject)),
                    Fact(_("Recorded by"), subject.recorded_by),
                ],
            )
        ]

    def _late(self, subject: Any) -> str:
        return "late" if subject.is_live and subject.due_on < timezone.localdate() else ""

    def context(self, subject: Any) -> dict[str, Any]:
        """Its path, and the approval it waits for."""
        labels = {str(state): label for state, label in PersonRequest.STATE_CHOICES}
        waiting = Approval.objects.visible_to(self.user).of(subject, KIND)
        return {
            "changes": [(labels[row.to_state], row) for row in states.changes(subject)],
            "approval": waiting.filter(state="waiting").first(),
            "report": _report_offer(self.user, subject),
        }


def _report_offer(user: Any, request: PersonRequest) -> dict[str, Any] | None:
    """Everything we hold, in one click: the request itself is the reason that is recorded."""
    wanted = request.kind == PersonRequest.Kind.ACCESS and request.is_live
    if not wanted or not user.has_perm(permissions.PERSONAL_ANSWER):
        return None
    url = reverse("subject_report", args=[request.contact_id])
    return {"url": url, "reason": asked_for(request)}


def _own(button: Button) -> Button:
    return Button(button.label, button.url_name, button.icon, None, button.primary, own=True)


def _asked(request: PersonRequest) -> list[tuple[Any, Any]]:
    """On top of a form: who asks what, in their own words."""
    rows = [(_("Person"), request.contact), (_("What they ask"), request.get_kind_display())]
    return [*rows, (_("In their words"), request.words)] if request.words else rows


class RequestAnswer(ActionPage):
    """Done, or refused with the reason."""

    model = PersonRequest
    permission = permissions.PERSONAL_ANSWER
    form_class = AnswerForm
    service = staticmethod(request_answer)
    title = _("Answer the request")
    done = _("The request is answered.")

    def context(self, form: Any, subject: Any) -> dict[str, Any]:
        """Whom it is about, and what they ask."""
        return {"summary": _asked(subject)}

    def initial(self, subject: Any) -> dict[str, Any]:
        """Who was shown their data was shown it; everything else wants words of its own."""
        if subject.kind != PersonRequest.Kind.ACCESS:
            return {}
        return {"done": "yes", "outcome": _("The report was handed over.")}

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """A truth for the choice."""
        said = form.cleaned_data
        return {
            "personrequest_id": subject.pk,
            "outcome": said["outcome"],
            "done": said["done"] == "yes",
        }


class RequestCorrect(EditPage):
    """The person put right as they ask."""

    model = PersonRequest
    permission = permissions.PERSONAL_ANSWER
    form_class = CorrectForm
    service = staticmethod(request_correct)
    template_name = "core/action.html"
    title = _("Correct the person's data")
    done = _("The data is corrected and the request answered.")

    def context(self, form: Any, subject: Any) -> dict[str, Any]:
        """Whom it is about, and what they ask."""
        return {"summary": _asked(subject)}

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """The person fills the form."""
        return {"instance": subject.contact, "initial": {"version": subject.contact.version}}

    def fresh(self) -> Any:
        """The person, not the request."""
        return self.subject().contact

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """Facts apart from version and outcome."""
        facts = dict(form.cleaned_data)
        version, outcome = facts.pop("version"), facts.pop("outcome")
        return {
            "personrequest_id": subject.pk,
            "version": version,
            "facts": facts,
            "outcome": outcome,
        }


class RequestErase(ActionPage):
    """What an erasure would take, what must stay and why; then a second person is asked."""

    model = PersonRequest
    permission = permissions.PERSONAL_ANSWER
    service = staticmethod(erasure_ask)
    title = _("Erase this person")
    submit = _("Ask for approval")
    done = _("A second person is asked. Nothing is erased before they agree.")
    template_name = "units/request_erase.html"

    def context(self, form: Any, subject: Any) -> dict[str, Any]:
        """The preview, and what stands against it."""
        return {
            "summary": [(_("Person"), subject.contact)],
            "preview": preview(looked_for(subject), chosen=chosen_of(subject)),
            "blockers": blockers(subject.contact),
            "chosen": chosen_of(subject),
            "look_url": reverse("request_look", args=[subject.pk]),
        }

    def success_url(self, result: Any, subject: Any) -> str:
        """Back to the request."""
        return reverse("request_detail", args=[subject.pk])


class RequestLook(ActionPage):
    """What no machine can decide: other names, photos, words in which they may be meant."""

    model = PersonRequest
    permission = permissions.PERSONAL_ANSWER
    form_class = LookForm
    service = staticmethod(request_look)
    title = _("Look through what may be theirs")
    done = _("What you chose is kept. It goes when the erasure is done.")
    template_name = "units/request_look.html"

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """What there is to choose from, and what was chosen."""
        return {"seen": doubtful(subject), "initial": {"called": subject.called, **subject.chosen}}

    def context(self, form: Any, subject: Any) -> dict[str, Any]:
        """Whom it is about."""
        return {"summary": [(_("Person"), subject.contact)]}

    def success_url(self, result: Any, subject: Any) -> str:
        """On to the erasure, which says what is still to be looked through."""
        return reverse("request_erase", args=[subject.pk])


class RequestFile(Page):
    """A file that may show the person, for who works their request."""

    model = PersonRequest
    permission = permissions.PERSONAL_ANSWER

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        """The bytes; of files there is nothing to look at, 404."""
        asked = self.subject()
        for kept in files_to_look_at(asked) if asked.is_live else ():
            if kept.pk == file:
                return handed_out(kept, small="small" in request.GET)
        raise Http404
