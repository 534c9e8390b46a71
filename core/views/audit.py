"""The audit trail in the browser: is the chain whole?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core import audit
from core.models import AuditHead, AuditRecord
from core.pages import Page
from core.permissions import AUDIT_VIEW

QUICK = 5000  # links looked at on the page; the nightly check and audit_check look at all


class AuditCheck(Page):
    """The newest links, checked while one waits."""

    permission = AUDIT_VIEW
    model = AuditRecord
    title = _("Check the audit trail")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Whole, or where it is broken."""
        context = {
            "title": self.title,
            "broken": audit.verify(newest=QUICK),
            "head": AuditHead.objects.first(),
            "looked_at": QUICK,
        }
        return render(request, "core/audit_check.html", context)
