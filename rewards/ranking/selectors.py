"""The league: figures, ranks and the change against the period before (I1, I2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from accounts.models import Team, User
from rewards.models import DailyTotal
from rewards.ranking.periods import Period
from rewards.ranking.services import FIGURES
from rewards.rules import ranks


@dataclass(frozen=True)
class Place:
    """One line of the league table; `moved` is how many ranks up since the period before."""

    rank: int
    key: int
    name: str
    group: str
    figures: Mapping[str, Any]
    conversion: int | None
    share: int  # of the best, in %, for the bar
    change: int  # arrivals more than in the period before
    moved: int | None


@dataclass(frozen=True)
class PersonPlace:
    """One line of the people's league."""

    rank: int
    name: str
    team: str
    arrivals: int


def team_league(user: User, period: Period) -> list[Place]:
    """Every team of the person's projects, ranked by arrivals alone; equal values share a rank."""
    teams = Team.objects.filter(project_id__in=user.project_ids)
    names = {key: (name, area) for key, name, area in teams.values_list("pk", "name", "area")}
    return _league("team_id", names, user, period)


def people_league(user: User, period: Period, limit: int = 10) -> list[PersonPlace]:
    """The people with arrivals in the period, the best first; equal values share a rank."""
    rows = list(
        DailyTotal.objects.visible_to(user)
        .between(period.first, period.last)
        .order_by()
        .values_list("user__name", "team__name")
        .annotate(sum=Sum("arrivals"))
        .filter(sum__gt=0)
        .order_by("-sum", "user_id")[:limit]
    )
    placed = zip(ranks([sum_ for _, _, sum_ in rows]), rows, strict=True)
    return [PersonPlace(rank, name, team, arrivals) for rank, (name, team, arrivals) in placed]


def _league(
    by: str, names: Mapping[int, tuple[str, str]], user: User, period: Period
) -> list[Place]:
    now, before = _figures(by, list(names), user, period)
    order = sorted(names, key=lambda key: (-now[key]["arrivals"], names[key][0]))
    here = ranks([now[key]["arrivals"] for key in order])
    past = sorted(names, key=lambda key: -before[key]["arrivals"])
    there = dict(zip(past, ranks([before[key]["arrivals"] for key in past]), strict=True))
    counted = any(before[key]["arrivals"] for key in names)
    best = max((now[key]["arrivals"] for key in names), default=0) or 1
    return [
        Place(
            rank=rank,
            key=key,
            name=names[key][0],
            group=names[key][1],
            figures=now[key],
            conversion=_percent(now[key]["arrivals"], now[key]["registrations"]),
            share=round(now[key]["arrivals"] * 100 / best),
            change=now[key]["arrivals"] - before[key]["arrivals"],
            moved=there[key] - rank if counted else None,
        )
        for key, rank in zip(order, here, strict=True)
    ]


def _figures(
    by: str, keys: list[int], user: User, period: Period
) -> tuple[dict[int, dict[str, Any]], dict[int, dict[str, Any]]]:
    """Figures of both periods in one query: {key: {figure: sum}}, zero where there is none."""
    past = period.before()
    spans = {"now": Q(day__range=(period.first, period.last)), "past": Q(day__range=_span(past))}
    sums = {
        f"{name}_{span}": Sum(name, filter=within, default=0)
        for name in FIGURES
        for span, within in spans.items()
    }
    rows = {
        row[by]: row
        for row in DailyTotal.objects.visible_to(user)
        .filter(**{f"{by}__in": keys})
        .between(past.first, period.last)
        .order_by()
        .values(by)
        .annotate(**sums)
    }
    return _split(rows, keys, "now"), _split(rows, keys, "past")


def _split(
    rows: Mapping[int, Mapping[str, Any]], keys: list[int], span: str
) -> dict[int, dict[str, Any]]:
    nothing: Mapping[str, Any] = {}
    return {
        key: {name: rows.get(key, nothing).get(f"{name}_{span}", 0) for name in FIGURES}
        for key in keys
    }


def _span(period: Period) -> tuple[Any, Any]:
    return period.first, period.last


def totals(places: list[Place]) -> dict[str, Any]:
    """The whole project's figures: the sum of its teams'."""
    summed: dict[str, Any] = {
        name: sum((place.figures[name] for place in places), Decimal(0)) for name in FIGURES
    }
    return {**summed, "conversion": _percent(summed["arrivals"], summed["registrations"])}


def trend(user: User, period: Period) -> list[tuple[Any, int]]:
    """Arrivals of each day that had some."""
    return list(
        DailyTotal.objects.visible_to(user)
        .between(period.first, period.last)
        .order_by("day")
        .values_list("day")
        .annotate(sum=Sum("arrivals"))
    )


def _percent(part: Any, whole: Any) -> int | None:
    return round(part * 100 / whole) if whole else None
