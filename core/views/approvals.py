"""What waits for me, what I asked for, what I decided; and the page where one decides."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.approvals import approval_decide, approval_withdraw
from core.approvals.kinds import kind_of, title_of
from core.approvals.selectors import LIMIT, may_decide, waiting_for
from core.approvals.values import lines
from core.models import Approval
from core.pages import ActionPage, DetailPage, Page

PILLS = {"waiting": "note", "approved": "good", "returned": "bad", "withdrawn": ""}


class ApprovalList(Page):
    """Three tabs: waits for me, mine, told me."""

    permission = None
    title = _("Approvals")
    tabs = {
        "waiting": (_("Waits for me"), _("Nothing waits for you.")),
        "mine": (_("Mine"), _("You have asked for nothing yet.")),
        "told": (_("Told me"), _("You have decided nothing yet.")),
    }

    def get(self, request: HttpRequest) -> HttpResponse:
        """The tab of the address, the first one for any other."""
        tab = request.GET.get("tab", "")
        tab = tab if tab in self.tabs else "waiting"
        rows = [
            (approval, kind_of(approval), title_of(approval), PILLS[approval.state])
            for approval in self.rows(tab)
        ]
        context = {
            "title": self.title,
            "tab": tab,
            "tabs": [(name, label) for name, (label, _) in self.tabs.items()],
            "nothing": self.tabs[tab][1],
            "rows": rows,
        }
        return render(request, "core/approval_list.html", context)

    def rows(self, tab: str) -> list[Approval]:
        """The newest of the tab; of what waits, the oldest."""
        if tab == "waiting":
            return waiting_for(self.user)
        approvals = Approval.objects.visible_to(self.user).for_list()
        if tab == "mine":
            return list(approvals.filter(asked_by=self.user)[:LIMIT])
        return list(approvals.told(self.user)[:LIMIT])


class DecideForm(forms.Form):
    """Agree, or return with a reason."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("approve", _("Approve")), ("return", _("Return"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you return it; who asked reads it."),
    )


class ApprovalDetail(DetailPage):
    """What was asked for against what stood before, the steps, and the two buttons."""

    model = Approval
    permission = None
    template_name = "core/approval_detail.html"

    def pill(self, subject: Any) -> tuple[Any, str]:
        """The state in its colour."""
        return subject.get_state_display(), PILLS[subject.state]

    def heading(self, subject: Any) -> Any:
        """What it is about."""
        return title_of(subject)

    def subtitle(self, subject: Any) -> Any:
        """The kind of thing."""
        return kind_of(subject).label

    def context(self, subject: Any) -> dict[str, Any]:
        """Lines, steps, and whether one may decide or withdraw."""
        kind = kind_of(subject)
        mine = subject.asked_by_id == self.user.pk
        return {
            "lines": lines(subject.snapshot, subject.before, kind.labels),
            "steps": subject.steps.select_related("decided_by"),
            "roles": role_labels(),
            "subject_url": kind.url(subject),
            "form": DecideForm() if may_decide(self.user, subject) else None,
            "form_key": uuid4(),
            "may_withdraw": mine and subject.state == Approval.State.WAITING,
            "crumbs": [(_("Approvals"), reverse("approval_list")), (title_of(subject), "")],
        }


def role_labels() -> dict[str, Any]:
    """What people call the roles."""
    return dict(get_user_model()._meta.get_field("role").flatchoices)


class ApprovalDecide(ActionPage):
    """Decide the step that waits for the person."""

    model = Approval
    permission = None
    form_class = DecideForm
    service = staticmethod(approval_decide)
    title = _("Decide")
    submit = _("Decide")
    done = _("Your decision is recorded.")


class ApprovalWithdraw(ActionPage):
    """Take one's own request back."""

    model = Approval
    permission = None
    service = staticmethod(approval_withdraw)
    title = _("Withdraw the request")
    submit = _("Withdraw")
    done = _("The request is withdrawn.")
