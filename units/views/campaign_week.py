"""The page a manager opens each Monday, and its paper (U3)."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import pdf
from core.pages import Link, Page
from units import permissions
from units.forms.campaign import WeekForm
from units.models import Campaign
from units.rules import week_of
from units.selectors.campaign import phase_on, rounds_with_units, target_progress

STYLE = "units/campaign_week.css"


class CampaignWeek(Page):
    """Targets of one week against the plan, phases, and the units of each round."""

    model = Campaign
    permission = permissions.CAMPAIGN_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The week; a mistyped day says so and shows no figures."""
        campaign, form = self.subject(), WeekForm(request.GET)
        if not form.is_valid():
            shown = {"object": campaign, "title": campaign.name, "form": form}
            return render(request, "units/campaign_week.html", shown, status=422)
        shown = week_of_campaign(campaign, form.cleaned_data["day"])
        paper = reverse("campaign_week_paper", args=[campaign.pk])
        print_it = Link(_("On paper"), f"{paper}?day={shown['week'].first}", "printer", True)
        return self.answer(campaign, {**shown, "form": form, "buttons": [print_it]})

    def answer(self, campaign: Campaign, shown: dict[str, Any]) -> HttpResponse:
        """As a page."""
        return render(self.request, "units/campaign_week.html", shown)


class CampaignWeekPaper(CampaignWeek):
    """The same on paper; without a press the browser prints it."""

    def answer(self, campaign: Campaign, shown: dict[str, Any]) -> HttpResponse:
        """As a PDF."""
        if not pdf.available():
            shown["stylesheet"] = static(STYLE)
            return render(self.request, "units/campaign_week_pdf.html", shown)
        page = render_to_string("units/campaign_week_pdf.html", shown, request=self.request)
        name = f"campaign-{campaign.pk}-{shown['week'].first:%Y-%m-%d}"
        return pdf.as_file(pdf.pdf(page, style=STYLE), name)


def week_of_campaign(campaign: Campaign, day: Any) -> dict[str, Any]:
    """What page and paper show of the week `day` lies in, as it stood at the end of it."""
    week, phases = week_of(day), list(campaign.phases.all())
    return {
        "object": campaign,
        "title": _("%(name)s: the week") % {"name": campaign.name},
        "week": week,
        "previous": week.first - timedelta(days=7),
        "following": week.last + timedelta(days=1),
        "progress": target_progress(campaign, min(week.last, timezone.localdate())),
        "phases": phases,
        "now": phase_on(phases, week.last),
        "rounds": rounds_with_units(campaign),
    }
