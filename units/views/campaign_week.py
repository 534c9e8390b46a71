"""The page a manager opens each Monday, and its paper (U3)."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import pdf
from core.errors import DomainError
from core.pages import Link, Page
from units import permissions
from units.forms.campaign import WeekForm
from units.models import Campaign
from units.rules import week_of
from units.selectors.campaign import phases_in, rounds_with_units, target_progress

STYLE, PAPER = "units/campaign_week.css", "units/campaign_week_pdf.html"


class CampaignWeek(Page):
    """Targets of one week against the plan, phases, and the units of each round."""

    model = Campaign
    permission = permissions.CAMPAIGN_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The week; a mistyped day says so and shows no figures."""
        campaign = self.subject()
        form = WeekForm(request.GET, campaign=campaign)
        if not form.is_valid():
            shown = {"object": campaign, "title": campaign.name, "form": form}
            return render(request, "units/campaign_week.html", shown, status=422)
        shown = week_of_campaign(campaign, form.cleaned_data["day"], self.user)
        paper = reverse("campaign_week_paper", args=[campaign.pk])
        print_it = Link(_("On paper"), f"{paper}?day={shown['week'].first}", "printer", True)
        return self.answer(campaign, {**shown, "form": form, "buttons": [print_it]})

    def answer(self, campaign: Campaign, shown: dict[str, Any]) -> HttpResponse:
        """As a page."""
        return render(self.request, "units/campaign_week.html", shown)


class CampaignWeekPaper(CampaignWeek):
    """The same on paper; without a press the browser prints it."""

    def answer(self, campaign: Campaign, shown: dict[str, Any]) -> HttpResponse:
        """As a PDF; a sign that is in none of our fonts the browser may have."""
        page = render_to_string(PAPER, shown, request=self.request)
        name = f"campaign-{campaign.pk}-{shown['week'].first:%Y-%m-%d}"
        if pdf.available():
            with suppress(DomainError):
                return pdf.as_file(pdf.pdf(page, style=STYLE), name)
        return render(self.request, PAPER, {**shown, "stylesheet": static(STYLE)})


def week_of_campaign(campaign: Campaign, day: date, user: User) -> dict[str, Any]:
    """What page and paper show of the week `day` lies in, as it stood at the end of it.

    The units of the rounds have no past: they are shown as they stand today.
    """
    week, whole, today = week_of(day), campaign.window, timezone.localdate()
    phases = list(campaign.phases.all())
    before, after = week.first - timedelta(days=7), week.last + timedelta(days=1)
    return {
        "object": campaign,
        "title": _("%(name)s: the week") % {"name": campaign.name},
        "week": week,
        "previous": whole.nearest(before) if week.first > whole.first else None,
        "following": whole.nearest(after) if week.last < whole.last else None,
        "progress": target_progress(campaign, min(week.last, today), week),
        "phases": phases,
        "now": phases_in(phases, week),
        "rounds": rounds_with_units(campaign, user),
        "today": today,
    }
