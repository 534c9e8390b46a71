"""Pages that change something: a form in front of one service, worked once."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import quick
from core.commands import FormKey, execute
from core.errors import DomainError
from core.pages.base import Page, Text
from core.pages.dialog import Dialog, dialog_of
from core.text import listed
from core.versions import Conflict


class FormPage(Page):
    """GET draws the form, POST runs `service(by=user, **params)` in `core.commands.execute`.

    The form carries a one-time key: twenty posts of one form do the work once, and the others
    are led to the same result. A refusal goes back into the form with everything typed.
    """

    form_class: ClassVar[type[forms.BaseForm]]
    service: ClassVar[Callable[..., Any]]
    submit: ClassVar[Text] = _("Save")
    done: ClassVar[Text] = _("Saved.")
    template_name = "core/form.html"
    help: ClassVar[Text] = ""
    once: ClassVar[bool] = True
    # Where the form calls a field otherwise than the service: {"mobile": "person_mobile"}.
    called: ClassVar[Mapping[str, str]] = {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An empty form, or one filled with the record."""
        subject = self.found()
        return self.draw(self.form(subject), subject)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check, do, lead on; or show the form again with the reason."""
        subject = self.found()
        form = self.form(subject, data=request.POST, files=request.FILES)
        if not form.is_valid():
            return self.draw(form, subject, status=422)
        try:
            result = self.run(form, subject)
        except DomainError as refusal:
            self.refuse(form, refusal)
            return self.draw(form, subject, status=422)
        return self.answer(result, subject)

    def answer(self, result: Any, subject: Any) -> HttpResponse:
        """On to where the work leads; a dialog is told instead."""
        url = self.success_url(result, subject)
        level, said = self.said(result)
        if self.dialog:
            return self.dialog.answer(self.request, result, url, said)
        messages.add_message(self.request, level, said)
        return HttpResponseRedirect(url)

    @property
    def dialog(self) -> Dialog | None:
        """The dialog this page is shown in, if it is."""
        return dialog_of(self.request)

    def found(self) -> Any:
        """The record the form is about; None for a new one."""
        return self.subject() if "pk" in self.kwargs else None

    def form(self, subject: Any, **given: Any) -> forms.BaseForm:
        """The form, with the person's own rows to choose from."""
        form = self.form_class(**{**self.form_kwargs(subject), **given})
        form.auto_id = self.dialog.auto_id if self.dialog else form.auto_id
        quick.offer_beside(form, self.user)
        return form

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """More arguments for the form."""
        return {"initial": self.initial(subject)}

    def initial(self, subject: Any) -> dict[str, Any]:
        """What stands in the form at first."""
        return {}

    def params(self, form: forms.BaseForm, subject: Any) -> dict[str, Any]:
        """What the service is given."""
        return dict(form.cleaned_data)

    def run(self, form: forms.BaseForm, subject: Any) -> Any:
        """Work the form once."""
        key = FormKey(self.key(), f"{type(self).__name__}:{self.kwargs.get('pk', '')}")
        return execute(
            type(self).service,
            by=self.user,
            once=key if self.once else None,
            **self.params(form, subject),
        )

    def key(self) -> UUID:
        """The one-time key this page was drawn with; a nonsense key counts as a new form."""
        try:
            return UUID(self.request.POST.get("form_key", ""))
        except ValueError:
            return uuid4()

    def fresh_key(self) -> UUID:
        """The key a form is drawn with: after a refusal still its own."""
        return self.key() if self.request.method == "POST" else uuid4()

    def said(self, result: Any) -> tuple[int, str]:
        """What is said then, and how gravely; for a service that may end in more than one way."""
        return messages.SUCCESS, str(self.done)

    def refuse(self, form: forms.BaseForm, refusal: DomainError) -> None:
        """Put the refusal where it belongs."""
        field = self.called.get(refusal.field or "", refusal.field)
        form.add_error(field if field in form.fields else None, str(refusal))

    def draw(self, form: forms.BaseForm, subject: Any, status: int = 200) -> HttpResponse:
        """The page with the form."""
        context = {
            "form": form,
            "object": subject,
            "title": self.heading(subject),
            "submit": self.submit,
            "help": self.help,
            "form_key": self.fresh_key(),
            "back_url": self.back_url(subject),
            "multipart": form.is_multipart(),
            "dialog": self.dialog,
            "frame": "core/_dialog.html" if self.dialog else "base.html",
            **self.context(form, subject),
        }
        return render(self.request, self.template_name, context, status=status)

    def heading(self, subject: Any) -> Text:
        """The page's title."""
        return self.title

    def context(self, form: forms.BaseForm, subject: Any) -> dict[str, Any]:
        """What the app's own template wants beside."""
        return {}

    def back_url(self, subject: Any) -> str:
        """Where "Cancel" leads."""
        return subject.get_absolute_url() if subject is not None else ""

    def success_url(self, result: Any, subject: Any) -> str:
        """Where the work leads: the result's page."""
        url: str = (subject if subject is not None else result).get_absolute_url()
        return url


class CreatePage(FormPage):
    """A new record."""

    submit = _("Add")


class ActionPage(FormPage):
    """One command on one record: the service gets `<noun>_id` and what the form says."""

    template_name = "core/action.html"
    form_class: ClassVar[type[forms.BaseForm]] = forms.Form

    def params(self, form: forms.BaseForm, subject: Any) -> dict[str, Any]:
        """The record's key under its own name, and the form."""
        noun = subject._meta.model_name if self.noun is None else self.noun
        return {f"{noun}_id": subject.pk, **form.cleaned_data}

    noun: ClassVar[str | None] = None


class EditPage(ActionPage):
    """A record changed under the version it was loaded with; the form has a `version` field."""

    template_name = "core/form.html"

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """The record fills the form."""
        return {"instance": subject, "initial": {"version": subject.version}}

    def fresh(self) -> Any:
        """The record as it is saved now."""
        return self.subject()

    def refuse(self, form: Any, refusal: DomainError) -> None:
        """After somebody else's save the form shows what stands now, and may be saved again."""
        super().refuse(form, refusal)
        if isinstance(refusal, Conflict):
            _lay_beside(form, self.fresh())


def _lay_beside(form: Any, fresh: Any) -> None:
    """Under each field that differs, what is saved now; saving again is then a decision."""
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = str(fresh.version)
    for name in form.changed_data:
        if name != "version" and hasattr(fresh, name):
            said = gettext("Saved meanwhile: %(value)s") % {"value": _written(getattr(fresh, name))}
            form[name].help_text = said


def _written(value: Any) -> str:
    if hasattr(value, "all"):
        return listed(value.all()) or "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return "–" if value in (None, "") else str(value)
