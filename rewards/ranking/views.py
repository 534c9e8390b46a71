"""The ranking page: the league, the people, two charts, and the list behind each figure."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.pages import Page
from rewards.permissions import RANKING_VIEW
from rewards.ranking import selectors
from rewards.ranking.forms import PeriodForm
from rewards.ranking.periods import Period, month_of
from rewards.ranking.selectors import Place

# Which list stands behind which figure, and the list's filters for the days.
BEHIND = {
    "registrations": ("registration_list", "on", {}),
    "arrivals": ("arrival_list", "on", {}),
    "visits": ("visit_list", "visited", {"state": "submitted"}),
    "subscriptions": ("purchase_list", "subscribed", {"live": "true"}),
    "contracts": ("purchase_list", "contracted", {"live": "true"}),
}


class Ranking(Page):
    """Teams by arrivals, people, funnel and trend."""

    permission = RANKING_VIEW
    title = _("Ranking")

    def get(self, request: HttpRequest) -> HttpResponse:
        """The month of today, or the period asked for."""
        today = timezone.localdate()
        first = {"span": "month", "day": today.isoformat()}
        form = PeriodForm({**first, **request.GET.dict()})
        period = form.period() if form.is_valid() else month_of(today)
        teams = selectors.team_league(self.user, period)
        context = {
            "title": self.title,
            "form": form,
            "period": period,
            "teams": [(place, self.links_behind("team", place, period)) for place in teams],
            "people": selectors.people_league(self.user, period),
            "totals": selectors.totals(teams),
            "league_chart": league_chart(teams),
            "funnel_chart": funnel_chart(selectors.totals(teams)),
            "trend_chart": trend_chart(selectors.trend(self.user, period)),
        }
        return render(request, "rewards/ranking.html", context)

    def links_behind(self, field: str, place: Place, period: Period) -> dict[str, str]:
        """Addresses of the lists behind one line, for who may see them."""
        whole = self.user.role == "manager"
        if not (whole or place.key in self.user.team_ids):
            return {}
        return {name: _behind(name, field, place.key, period) for name in BEHIND}


def _behind(figure: str, field: str, key: int, period: Period) -> str:
    url_name, days, more = BEHIND[figure]
    query: dict[str, Any] = {
        field: key,
        f"{days}_after": period.first,
        f"{days}_before": period.last,
        **more,
    }
    return f"{reverse(url_name)}?{urlencode(query)}"


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
