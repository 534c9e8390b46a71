"""A campaign's targets against what has happened, week by week (U3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.registry import TodayCard
from units import permissions
from units.measures import Counts, measure_of
from units.models import Campaign, Phase, Round, Target, Unit
from units.rules import Pace, Window, pace, share_pace, week_of

SHARES = frozenset({Target.Kind.CAME, Target.Kind.CONVERSION})


@dataclass(frozen=True)
class Progress:
    """A target with its figures; `percent` is capped at 100 for the bar."""

    target: Target
    actual: int
    week: int
    before: int
    percent: int
    pace: Pace

    @property
    def sign(self) -> str:
        """Behind the figures."""
        return " %" if self.target.kind in SHARES else ""


@dataclass(frozen=True)
class PlannedRound:
    """A round with the units one may see, and how many others it has."""

    round: Round
    units: list[Unit]
    others: int


def target_progress(campaign: Campaign, today: date, week: Window | None = None) -> list[Progress]:
    """Every target with what has happened up to `today`, in the week and the week before (U3).

    Of a week only the days of the campaign count, so that the weeks add up to the whole.
    """
    whole = campaign.window
    week = week or week_of(today)
    last_week = week_of(week.first - timedelta(days=1))
    windows = [whole.until(today), week.within(whole), last_week.within(whole)]
    targets = list(campaign.targets.prefetch_related("categories"))
    figures = {kind: _figures(kind, campaign, windows) for kind in {t.kind for t in targets}}
    return [_progress(target, figures[target.kind], whole, today) for target in targets]


def phases_in(phases: Iterable[Phase], window: Window) -> list[Phase]:
    """The phases that have a day of the window; two may overlap."""
    first, last = window.first, window.last
    return [phase for phase in phases if phase.starts_on <= last and phase.ends_on >= first]


def rounds_with_units(campaign: Campaign, user: User) -> list[PlannedRound]:
    """Rounds with what a manager asks of each unit `user` may know the owner of (U6)."""
    units = Unit.objects.planned_for(user).select_related("owner", "category").only(
        "name", "grade", "visit_count", "last_contact_at", "sound", "owner__name",
        "owner__username", "category__name", "category__name_zh",
    )  # fmt: skip
    standing = Count("units", filter=Q(units__merged_into=None))
    rounds = campaign.rounds.annotate(entered=standing).order_by("number")
    return [
        PlannedRound(one, one.shown, one.entered - len(one.shown))
        for one in rounds.prefetch_related(Prefetch("units", units, to_attr="shown"))
    ]


def monday_cards(user: User, day: date) -> list[TodayCard]:
    """On Mondays, for who plans: the running campaigns' week that has just ended."""
    if day.weekday() or not user.has_perm(permissions.CAMPAIGN_EDIT):
        return []
    running = Campaign.objects.visible_to(user).filter(
        starts_on__lt=day, ends_on__gte=day - timedelta(days=7)
    )
    return [
        TodayCard(
            title=campaign.name,
            text=_("How the campaign stood last week, target by target."),
            url=f"{reverse('campaign_week', args=[campaign.pk])}?day={day - timedelta(days=1)}",
            button=_("Open the week"),
            icon="flag",
            urgency=30,
        )
        for campaign in running
    ]


def _figures(kind: str, campaign: Campaign, windows: list[Window]) -> tuple[Counts, Counts | None]:
    """What was counted, and what it is a share of."""
    measure = measure_of(kind)
    if measure is None:
        return {}, None
    return (
        measure.count(campaign, windows),
        measure.base(campaign, windows) if measure.base else None,
    )


def _progress(
    target: Target, figures: tuple[Counts, Counts | None], whole: Window, today: date
) -> Progress:
    counted, base = figures
    chosen = {category.pk for category in target.categories.all()}
    values = _sums(counted, chosen)
    if base is not None:
        values = [_share(*pair) for pair in zip(values, _sums(base, chosen), strict=True)]
    actual, week, before = values
    judge = pace if base is None and target.kind not in SHARES else share_pace
    percent = min(100, round(actual * 100 / target.goal))
    return Progress(target, actual, week, before, percent, judge(target.goal, actual, whole, today))


def _sums(counts: Counts, chosen: set[Any]) -> list[int]:
    rows = [row for category, row in counts.items() if not chosen or category in chosen]
    return [sum(column) for column in zip(*rows, strict=True)] or [0, 0, 0]


def _share(part: int, whole: int) -> int:
    return round(part * 100 / whole) if whole else 0
