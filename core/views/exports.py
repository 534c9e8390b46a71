"""Exports: what left the house, how far a long one is, its file, its release."""

from typing import Any

import django_filters
from django import forms
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import export
from core.background import export_said
from core.exports import cap
from core.exports.saying import narrowed
from core.exports.services import export_release, export_stop
from core.filters import DayRangeFilter, FilterSet
from core.models import ExportRecord
from core.pages import ActionPage, DetailPage, Empty, ListPage, Page
from core.permissions import EXPORT_RELEASE, EXPORT_VIEW
from core.tables import Column, LinkColumn, MomentColumn, NumberColumn, PillColumn, Table
from core.views.watched import Watched


class ExportTable(Table):
    """Exports."""

    title = LinkColumn(accessor="__str__", verbose_name=_("list"), order_by=("title",))
    by = Column(order_by=("by__name",))
    at = MomentColumn()
    rows = NumberColumn()
    persons = NumberColumn()
    kind = Column()
    state = PillColumn()

    class Meta:
        model = ExportRecord
        fields = ("title", "by", "at", "rows", "persons", "kind", "state")
        order_by = ("-at",)


class ExportFilter(FilterSet):
    """By state and day."""

    state = django_filters.ChoiceFilter(choices=ExportRecord.State.choices)
    at = DayRangeFilter(label=_("when"))

    class Meta:
        model = ExportRecord
        fields = ("state",)


class ExportList(ListPage):
    """What left the house, for who watches over it; one's own stand in Background work."""

    model = ExportRecord
    permission = EXPORT_VIEW
    table_class = ExportTable
    filterset_class = ExportFilter
    title = _("Exports")
    empty = Empty(_("Nothing was exported yet"), _("Every list can be exported from its own page."))


class ExportDetail(Watched, DetailPage):
    """One export: who, which filter, how far."""

    model = ExportRecord
    permission = None
    template_name = "core/export_detail.html"

    def queryset(self) -> Any:
        """With who asked and who released."""
        return super().queryset().select_related("by", "release__by")

    def pill(self, subject: ExportRecord) -> tuple[Any, str]:
        """The state in its colour."""
        return subject.get_state_display(), subject.state

    def context(self, subject: ExportRecord) -> dict[str, Any]:
        """What may be done with it."""
        mine = subject.by_id == self.user.pk
        refused = subject.state == ExportRecord.State.REFUSED
        now = timezone.now()
        self.going = subject.state in ("waiting", "running")
        return {
            "open": self.going,
            "said": export_said(subject),
            "narrowed": narrowed(subject),
            "mine": mine,
            "file_ready": mine and bool(subject.stored),
            "meter": cap.meter(subject.by, now) if subject.persons else None,
            "released": getattr(subject, "release", None),
            "may_release": refused
            and not mine
            and not hasattr(subject, "release")
            and self.user.has_perm(EXPORT_RELEASE),
        }


class ExportFile(Page):
    """The written file, for who asked for it alone."""

    model = ExportRecord
    permission = None

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """As a download; 404 once its days are over."""
        mine = self.queryset().filter(by=self.user).exclude(stored="")
        record = get_object_or_404(mine, pk=pk, expires_at__gt=timezone.now())
        if not default_storage.exists(record.stored):
            raise Http404
        day = timezone.localdate(record.at)
        return export.respond(default_storage.open(record.stored), str(record), record.kind, day)


class ExportStop(ActionPage):
    """No longer wanted."""

    model = ExportRecord
    permission = None
    noun = "export"
    service = staticmethod(export_stop)
    title = _("Stop the export")
    submit = _("Stop")
    done = _("The export is stopped.")

    def queryset(self) -> Any:
        """One's own."""
        return super().queryset().filter(by=self.user)


class ReleaseForm(forms.Form):
    """How many people more, and why."""

    persons = forms.IntegerField(label=_("People"), min_value=1, max_value=1_000_000)
    why = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}))


class ExportRelease(ActionPage):
    """Compliance lets somebody export more people."""

    model = ExportRecord
    permission = EXPORT_RELEASE
    noun = "export"
    form_class = ReleaseForm
    service = staticmethod(export_release)
    title = _("Release exports")
    help = _("So many people more may this person export within the days of the rule.")
    submit = _("Release")
    done = _("Released. The person is told.")

    def queryset(self) -> Any:
        """What was refused."""
        return super().queryset().filter(state=ExportRecord.State.REFUSED)

    def initial(self, subject: ExportRecord) -> dict[str, Any]:
        """What was refused, as a proposal."""
        return {"persons": subject.persons}
