"""What is forgotten by itself, and whom nobody deals with any more: first looked at (L1)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Project
from core.pages import ActionPage, Page
from core.personal.retention import all_periods
from units import permissions
from units.forms.personal import ConfirmForm
from units.models import RetentionRun
from units.selectors.retention import Proposal, cutoff_on, forgettable, proposal
from units.services.retention import retention_confirm


class Retention(Page):
    """The dry run: rows by period, people by project, and the runs so far."""

    permission = permissions.PERSONAL_VIEW
    model = RetentionRun
    title = _("Keeping and forgetting")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Counts only; nothing goes."""
        now = timezone.now()
        context = {
            "title": self.title,
            "periods": [
                (period.label, period.days(timezone.localdate(now)), period.due(now).count())
                for period in all_periods()
            ],
            "projects": [self._project(project) for project in self.user.projects.order_by("name")],
            "runs": self.queryset().select_related("project", "confirmed_by")[:20],
        }
        return render(request, "units/retention.html", context)

    def _project(self, project: Project) -> dict[str, Any]:
        cutoff = cutoff_on(timezone.localdate(), project.pk)
        may = self.user.has_perm(permissions.RETENTION_CONFIRM)
        return {
            "project": project,
            "cutoff": cutoff,
            "count": forgettable([project.pk], cutoff).count(),
            "url": reverse("retention_confirm", args=[project.pk]) if may else "",
        }


class RetentionConfirm(ActionPage):
    """The list of who would be erased, and compliance's word."""

    model = RetentionRun
    permission = permissions.RETENTION_CONFIRM
    form_class = ConfirmForm
    service = staticmethod(retention_confirm)
    noun = "project"
    title = _("Erase people nobody deals with")
    submit = _("Erase them")
    done = _("Confirmed. The worker erases them, a few at a time.")
    template_name = "units/retention_confirm.html"

    def found(self) -> Project:
        """One of the person's projects."""
        project: Project = get_object_or_404(self.user.projects, pk=self.kwargs["pk"])
        return project

    def initial(self, subject: Any) -> dict[str, Any]:
        """Who is shown is who is confirmed."""
        return {"people": " ".join(map(str, self._proposal(subject).keys))}

    def _proposal(self, project: Project) -> Proposal:
        return proposal(project.pk, timezone.localdate())

    def context(self, form: Any, subject: Any) -> dict[str, Any]:
        """All of them by name; the rest waits for the next run."""
        found = self._proposal(subject)
        return {"proposal": found, "later": found.count - len(found.people)}

    def back_url(self, subject: Any) -> str:
        """The dry run."""
        return reverse("retention")

    def success_url(self, result: Any, subject: Any) -> str:
        """The same."""
        return self.back_url(subject)
