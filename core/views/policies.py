"""The rules' numbers in the browser: what holds, since when, and setting new ones."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.models import PolicyRow
from core.pages import ActionPage, FormPage, Link, Page
from core.permissions import POLICY_EDIT, POLICY_VIEW
from core.policies import kind_named, policy_on, policy_set, policy_withdraw
from core.policies.forms import form_class, initial_values
from core.policies.selectors import history, overview, shown


class PolicyList(Page):
    """Every policy with its present values."""

    permission = POLICY_VIEW
    title = _("Rules and numbers")

    def get(self, request: HttpRequest) -> HttpResponse:
        """One card a policy."""
        context = {"title": self.title, "cards": overview(self.user, timezone.localdate())}
        return render(request, "core/policy_list.html", context)


class PolicyDetail(Page):
    """One policy: present values and history."""

    permission = POLICY_VIEW

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Present values on top, the newest change first."""
        found, today = kind_named(kind), timezone.localdate()
        present = policy_on(found.cls, today)
        context = {
            "title": found.label,
            "crumbs": [(_("Rules and numbers"), reverse("policy_list")), (found.label, "")],
            "buttons": self.new_button(kind),
            "values": shown(present),
            "entries": history(found, self.user, today),
            "projects": {project.pk: project for project in self.user.projects.all()},
            "may_edit": self.user.has_perm(POLICY_EDIT),
        }
        return render(request, "core/policy_detail.html", context)

    def new_button(self, kind: str) -> list[Link]:
        """The one button, for who may."""
        if not self.user.has_perm(POLICY_EDIT):
            return []
        url = reverse("policy_add", args=[kind])
        return [Link(_("Set new values from …"), url, "pencil", primary=True)]


class PolicySet(FormPage):
    """New values from a day on."""

    permission = POLICY_EDIT
    service = staticmethod(policy_set)
    submit = _("Set these values")
    done = _("The new values are planned.")

    def form(self, subject: Any, **given: Any) -> forms.BaseForm:
        """The form of this policy, filled with what holds today."""
        kind = kind_named(self.kwargs["kind"])
        return form_class(kind)(
            initial=initial_values(policy_on(kind.cls, timezone.localdate())), **given
        )

    def params(self, form: forms.BaseForm, subject: Any) -> dict[str, Any]:
        """The kind from the address, the rest from the form."""
        chosen = {name: form.cleaned_data[name] for name in ("valid_from", "values", "note")}
        return {"kind": self.kwargs["kind"], **chosen}

    def heading(self, subject: Any) -> str:
        """Which policy it is."""
        return gettext("New values: %(policy)s") % {"policy": kind_named(self.kwargs["kind"]).label}

    def back_url(self, subject: Any) -> str:
        """The policy's page."""
        return reverse("policy_detail", args=[self.kwargs["kind"]])


class PolicyWithdraw(ActionPage):
    """Take planned values back before their day."""

    model = PolicyRow
    permission = POLICY_EDIT
    service = staticmethod(policy_withdraw)
    noun = "row"
    title = _("Withdraw the planned values")
    submit = _("Withdraw")
    done = _("The planned values are withdrawn.")
    help = _("What holds today goes on. The history keeps what was planned.")
