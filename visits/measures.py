"""What campaigns count of visits (U3)."""

from collections.abc import Sequence

from units.measures import Counts, Measure, by_category, register
from units.models import Campaign, Target
from units.rules import Window
from visits.models import VisitReport
from visits.states import ReportState


def _visits(campaign: Campaign, windows: Sequence[Window]) -> Counts:
    rows = VisitReport.objects.filter(project=campaign.project_id, state=ReportState.SUBMITTED)
    return by_category(rows, "unit__category", "visited_at", windows)


register(Measure(Target.Kind.VISITS, _visits))
