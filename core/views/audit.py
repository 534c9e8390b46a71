"""The audit trail in the browser: who did what to which record, and is the chain whole? (L3)"""

from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core import audit
from core.filters import DayRangeFilter, FilterSet, SearchFilter
from core.models import AuditHead, AuditRecord
from core.pages import Button, Empty, ListPage, Page
from core.permissions import AUDIT_VIEW
from core.tables import Column, MomentColumn, NumberColumn, Table

QUICK = 5000  # links looked at on the page; the nightly check and audit_check look at all


class AuditTable(Table):
    """The links by their number; nothing else is an order one could wait for."""

    sequence = NumberColumn(verbose_name=_("number"))
    at = MomentColumn(verbose_name=_("when"), orderable=False)
    by = Column(verbose_name=_("who"), orderable=False)
    action = Column(verbose_name=_("what"), orderable=False)
    subject = Column(verbose_name=_("record"), orderable=False)

    class Meta:
        model = AuditRecord
        fields = ("sequence", "at", "by", "action", "subject")
        order_by = ("-sequence",)


def _people(request: Any) -> Any:
    return get_user_model()._default_manager.visible_to(request.user)


class AuditFilter(FilterSet):
    """Links by what was done, to which record, by whom, when."""

    q = SearchFilter("action__startswith", "subject_type__startswith")
    q_subject = django_filters.CharFilter(
        field_name="subject_id", max_length=40, label=_("number of the record")
    )
    by = django_filters.ModelChoiceFilter(queryset=_people, label=_("who"))
    on = DayRangeFilter(field_name="at", label=_("when"))

    class Meta:
        model = AuditRecord
        fields = ("q", "q_subject", "by")


class AuditList(ListPage):
    """Every change of money, ownership, rank, consent and permission, the newest first."""

    model = AuditRecord
    permission = AUDIT_VIEW
    table_class = AuditTable
    filterset_class = AuditFilter
    title = _("Audit trail")
    buttons = (Button(_("Check the audit trail"), "audit_check", "patch-check", AUDIT_VIEW),)
    empty = Empty(_("Nothing has been recorded yet"))


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
