"""What a campaign's targets are measured by (U3): each kind is counted by the app that knows it.

A measure counts once for all targets of its kind, by the unit's category and by window, so that
a page costs one query a kind however many targets there are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from units.models import Arrival, Campaign, Registration, Unit
from units.models.campaign import Target
from units.rules import Window

Counts = dict[int | None, list[int]]  # a unit's category (None: no unit) → a count for each window
Counter = Callable[[Campaign, Sequence[Window]], Counts]


@dataclass(frozen=True)
class Measure:
    """How a kind is counted; with `base` the figure is the share of it, in percent."""

    kind: str
    count: Counter
    base: Counter | None = None


_measures: dict[str, Measure] = {}


def register(measure: Measure) -> None:
    """Called from AppConfig.ready()."""
    _measures[measure.kind] = measure


def measure_of(kind: str) -> Measure | None:
    """How this kind is counted; None where the app that knows it is not there."""
    return _measures.get(kind)


def by_category(
    rows: QuerySet[Any], category: str, day: str, windows: Sequence[Window], of: str = "pk"
) -> Counts:
    """Count distinct `of` by the unit's category, once for each window of the date field `day`."""
    first, last = min(w.first for w in windows), max(w.last for w in windows)
    counts = {
        f"window_{number}": Count(
            of, filter=Q(**{f"{day}__range": span(window, day)}), distinct=True
        )
        for number, window in enumerate(windows)
    }
    within = rows.filter(**{f"{day}__range": span(Window(first, last), day)})
    found = within.order_by().values(category).annotate(**counts)
    return {row[category]: [row[name] for name in counts] for row in found}


def span(window: Window, field: str) -> tuple[date | datetime, date | datetime]:
    """The window as a date field is asked for it, or a moment (its name ends in _at)."""
    if not field.endswith("_at"):
        return window.first, window.last
    start = datetime.combine(window.first, time())
    end = datetime.combine(window.last + timedelta(days=1), time()) - timedelta(microseconds=1)
    return timezone.make_aware(start), timezone.make_aware(end)


def _units_won(campaign: Campaign, windows: Sequence[Window]) -> Counts:
    rows = Unit.objects.filter(project=campaign.project_id)
    return by_category(rows, "category", "first_visit_on", windows)


def _registrations(campaign: Campaign, windows: Sequence[Window]) -> Counts:
    rows = Registration.objects.filter(project=campaign.project_id)
    return by_category(rows, "contact__unit__category", "registered_on", windows)


def _registered_people(campaign: Campaign, windows: Sequence[Window]) -> Counts:
    rows = Registration.objects.filter(project=campaign.project_id)
    return by_category(rows, "contact__unit__category", "registered_on", windows, of="contact")


def _arrivals(campaign: Campaign, windows: Sequence[Window]) -> Counts:
    rows = Arrival.objects.filter(project=campaign.project_id)
    return by_category(rows, "contact__unit__category", "arrived_on", windows)


def _people_who_came(campaign: Campaign, windows: Sequence[Window]) -> Counts:
    rows = Arrival.objects.filter(project=campaign.project_id)
    return by_category(rows, "contact__unit__category", "arrived_on", windows, of="contact")


register(Measure(Target.Kind.UNITS, _units_won))
register(Measure(Target.Kind.REGISTRATIONS, _registrations))
register(Measure(Target.Kind.ARRIVALS, _arrivals))
register(Measure(Target.Kind.CAME, _people_who_came, base=_registered_people))
