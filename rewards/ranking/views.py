"""The ranking page: the league, the people, two charts, and the list behind each figure."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.abilities import Role
from core.pages import Page
from pricing.states import COUNTED
from rewards.permissions import RANKING_VIEW
from rewards.ranking import selectors
from rewards.ranking.forms import PeriodForm
from rewards.ranking.periods import Period, month_of
from rewards.ranking.selectors import Place
from rewards.ranking.tables import LeagueTable

# Which list stands behind which figure, and the list's filters for the days.
_SOLD = {"state": sorted(COUNTED)}
BEHIND: dict[str, tuple[str, str, dict[str, Any]]] = {
    "registrations": ("registration_list", "on", {}),
    "arrivals": ("arrival_list", "on", {}),
    "visits": ("visit_list", "on", {"state": "submitted"}),
    "subscriptions": ("purchase_list", "subscribed", _SOLD),
    "contracts": ("purchase_list", "contracted", _SOLD),
}


@dataclass(frozen=True)
class Line:
    """One line of the league and the addresses behind its figures."""

    place: Place
    behind: dict[str, str]


class Ranking(Page):
    """Teams by arrivals, people, funnel and trend."""

    permission = RANKING_VIEW
    title = _("Ranking")

    def get(self, request: HttpRequest) -> HttpResponse:
        """The month of today, or the period asked for; the people come after the page."""
        today = timezone.localdate()
        first = {"span": "month", "day": today.isoformat()}
        form = PeriodForm({**first, **request.GET.dict()})
        period = form.period() if form.is_valid() else month_of(today)
        if request.GET.get("part") == "people":
            return render(request, "rewards/_ranking_people.html", self.people(period))
        return render(request, "rewards/ranking.html", self.teams(form, period))

    def people(self, period: Period) -> dict[str, Any]:
        """The people's league and the trend."""
        return {
            "people": selectors.people_league(self.user, period),
            "trend_chart": trend_chart(selectors.trend(self.user, period)),
        }

    def teams(self, form: PeriodForm, period: Period) -> dict[str, Any]:
        """The teams' league, the sums and two charts."""
        teams = selectors.team_league(self.user, period)
        totals = selectors.totals(teams)
        return {
            "title": self.title,
            "form": form,
            "period": period,
            **self.league(teams, period),
            "totals": totals,
            "league_chart": league_chart(teams),
            "funnel_chart": funnel_chart(totals),
        }

    def league(self, teams: list[Place], period: Period) -> dict[str, Any]:
        """Headings and rows of the league table."""
        table = LeagueTable([])
        behind = addresses_behind("team", period)
        lines = [Line(place, self.links_behind(place, behind)) for place in teams]
        return {"head": table.head(self.request.GET), "body": table.body(lines)}

    def links_behind(self, place: Place, behind: dict[str, str]) -> dict[str, str]:
        """Addresses of the lists behind one line, for who may see them."""
        if not (self.user.role == Role.MANAGER or place.key in self.user.team_ids):
            return {}
        return {name: f"{address}{place.key}" for name, address in behind.items()}


def addresses_behind(field: str, period: Period) -> dict[str, str]:
    """The list behind each figure in the period; the key of `field` is to follow."""
    found = {}
    for name, (url_name, days, more) in BEHIND.items():
        query = {f"{days}_after": period.first, f"{days}_before": period.last, **more}
        found[name] = f"{reverse(url_name)}?{urlencode(query, doseq=True)}&{field}="
    return found


def league_chart(teams: list[Place]) -> dict[str, Any]:
    """Arrivals by team."""
    return {
        "type": "bar",
        "horizontal": True,
        "labels": [place.name for place in teams],
        "datasets": [
            {"label": gettext("arrivals"), "data": [place.figures["arrivals"] for place in teams]}
        ],
    }


def funnel_chart(totals: dict[str, Any]) -> dict[str, Any]:
    """From registration to contract, as horizontal bars."""
    steps = {
        "registrations": gettext("registrations"),
        "arrivals": gettext("arrivals"),
        "subscriptions": gettext("subscriptions"),
        "contracts": gettext("contracts"),
    }
    return {
        "type": "bar",
        "horizontal": True,
        "labels": list(steps.values()),
        "datasets": [{"label": gettext("count"), "data": [int(totals[step]) for step in steps]}],
    }


def trend_chart(days: list[tuple[Any, int]]) -> dict[str, Any]:
    """Arrivals by day."""
    return {
        "type": "line",
        "labels": [f"{day:%m-%d}" for day, _ in days],
        "datasets": [{"label": gettext("arrivals"), "data": [count for _, count in days]}],
    }
