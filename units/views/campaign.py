"""Campaigns: the plan and how far it has come (U3)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.filters import FilterSet, SearchFilter
from core.pages import DetailPage, Empty, Fact, ListPage
from core.tables import DayColumn, LinkColumn, Table
from units import permissions
from units.models import Campaign
from units.selectors import target_progress


class CampaignTable(Table):
    """Campaigns."""

    name = LinkColumn()
    starts_on = DayColumn()
    ends_on = DayColumn()

    class Meta:
        model = Campaign
        fields = ("name", "starts_on", "ends_on")
        order_by = ("-starts_on",)


class CampaignFilter(FilterSet):
    """Campaigns by name."""

    q = SearchFilter("name__icontains")

    class Meta:
        model = Campaign
        fields = ("q",)


class CampaignList(ListPage):
    """Campaigns of the person's projects."""

    model = Campaign
    permission = permissions.CAMPAIGN_VIEW
    table_class = CampaignTable
    filterset_class = CampaignFilter
    title = _("Campaigns")
    empty = Empty(_("No campaigns yet"), _("A campaign is planned by the sales manager."))


class CampaignDetail(DetailPage):
    """Targets against what has happened, phases and rounds."""

    model = Campaign
    permission = permissions.CAMPAIGN_VIEW
    template_name = "units/campaign_detail.html"

    def facts(self, subject: Campaign) -> list[tuple[Any, list[Fact]]]:
        """The window."""
        return [
            (
                _("Window"),
                [Fact(_("First day"), subject.starts_on), Fact(_("Last day"), subject.ends_on)],
            )
        ]

    def context(self, subject: Campaign) -> dict[str, Any]:
        """Progress, phases, rounds with their units."""
        return {
            "progress": target_progress(subject),
            "phases": list(subject.phases.all()),
            "rounds": subject.rounds.prefetch_related("units"),
        }
