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
    found = _figures(by, list(names), user, period)
    order = sorted(names, key=lambda key: (-found[key]["arrivals"], names[key][0]))
    here = ranks([found[key]["arrivals"] for key in order])
    past = sorted(names, key=lambda key: -found[key]["before"])
    there = dict(zip(past, ranks([found[key]["before"] for key in past]), strict=True))
    counted = any(found[key]["before"] for key in names)
    best = max((found[key]["arrivals"] for key in names), default=0) or 1
    return [
        Place(
            rank=rank,
            key=key,
            name=names[key][0],
            group=names[key][1],
            figures=found[key],
            conversion=_percent(found[key]["arrivals"], found[key]["registrations"]),
            share=round(found[key]["arrivals"] * 100 / best),
            change=found[key]["arrivals"] - found[key]["before"],
            moved=there[key] - rank if counted else None,
        )
        for key, rank in zip(order, here, strict=True)
    ]


def _figures(by: str, keys: list[int], user: User, period: Period) -> dict[int, dict[str, Any]]:
    """The period's figures and the arrivals `before` it, in one query; zero where there is none."""
    past = period.before()
    rows = DailyTotal.objects.visible_to(user).filter(**{f"{by}__in": keys}).order_by()
    now = Q(day__gte=period.first)
    sums = {name: Sum(name, filter=now, default=0) for name in FIGURES}
    found = {
        row.pop(by): row
        for row in rows.between(past.first, period.last)
        .values(by)
        .annotate(before=Sum("arrivals", filter=Q(day__lte=past.last), default=0), **sums)
    }
    nothing = dict.fromkeys((*FIGURES, "before"), 0)
    return {key: found.get(key, nothing) for key in keys}


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
