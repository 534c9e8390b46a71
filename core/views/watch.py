"""For administrators: which jobs were worked, and does everything hold that must?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core.filters import DayRangeFilter, FilterSet, SearchFilter
from core.invariants import SHOWN, check_all
from core.models import JobRun
from core.pages import Empty, ListPage, Page
from core.permissions import INVARIANT_VIEW, JOB_VIEW
from core.tables import Column, DayColumn, MomentColumn, NumberColumn, Table


class JobTable(Table):
    """Runs of the daily jobs."""

    day = DayColumn(verbose_name=_("day"))
    job = Column(verbose_name=_("job"))
    outcome = Column(verbose_name=_("outcome"), orderable=False)
    result = NumberColumn(verbose_name=_("how many"))
    started_at = MomentColumn(verbose_name=_("begun"))
    finished_at = MomentColumn(verbose_name=_("finished"))
    attempts = NumberColumn(verbose_name=_("attempts"))
    retry_at = MomentColumn(verbose_name=_("tried again"))
    error = Column(verbose_name=_("fault"), orderable=False)

    class Meta:
        model = JobRun
        fields = (
            "day",
            "job",
            "outcome",
            "result",
            "started_at",
            "finished_at",
            "attempts",
            "retry_at",
            "error",
        )
        order_by = ("-day", "-started_at")


class JobFilter(FilterSet):
    """Runs by job and day."""

    q = SearchFilter("job__icontains")
    on = DayRangeFilter(field_name="day", label=_("day"))

    class Meta:
        model = JobRun
        fields = ("q",)


class JobList(ListPage):
    """What the daily jobs did, the newest day first."""

    model = JobRun
    permission = JOB_VIEW
    table_class = JobTable
    filterset_class = JobFilter
    title = _("Jobs")
    empty = Empty(_("No job has been worked yet"), _("Is the scheduler running?"))


class InvariantList(Page):
    """What must always hold, asked now."""

    permission = INVARIANT_VIEW
    title = _("Invariants")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Those that do not hold first, with the rows that offend."""
        findings = sorted(check_all(), key=lambda finding: not finding.rows)
        context = {
            "title": self.title,
            "findings": findings,
            "broken": sum(bool(finding.rows) for finding in findings),
            "shown": SHOWN,
        }
        return render(request, "core/invariant_list.html", context)
