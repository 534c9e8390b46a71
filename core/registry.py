"""Sideways reads: lower apps show what upper apps know, without importing them.

Two registries: entries of a record's timeline (V7) and the cards of *Today*.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened to a unit or customer."""

    at: datetime
    kind: str
    text: str | Promise
    by: str = ""
    url: str = ""
    icon: str = "dot"
    detail: str = ""
    minor: bool = False


@dataclass(frozen=True)
class TodayCard:
    """One card of *Today*: what wants doing, one button."""

    title: str | Promise
    text: str | Promise
    url: str
    button: str | Promise
    icon: str
    urgency: int = 50  # lower is sooner
    late: bool = False
    count: int = 1
    more_url: str = ""


TimelineSource = Callable[[Model, Any, int], list[TimelineEntry]]
TodaySource = Callable[[Any, date], list[TodayCard]]

_timeline: dict[str, tuple[str | Promise, TimelineSource]] = {}
_today: dict[str, TodaySource] = {}


def register_timeline(kind: str, label: str | Promise, source: TimelineSource) -> None:
    """`source(subject, user, limit)` gives the newest entries the user may see."""
    _timeline[kind] = (label, source)


def register_today(name: str, source: TodaySource) -> None:
    """`source(user, day)` gives the cards of one app."""
    _today[name] = source


def timeline(subject: Model, user: Any, *, kind: str = "", limit: int = 50) -> list[TimelineEntry]:
    """Everything that happened to `subject`, newest first; `kind` keeps one source."""
    entries = [
        entry
        for name, (_, source) in _timeline.items()
        if not kind or kind == name
        for entry in source(subject, user, limit)
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]


def timeline_kinds() -> list[tuple[str, str | Promise]]:
    """The kinds one can filter by."""
    return [(name, label) for name, (label, _) in _timeline.items()]


def today(user: Any, day: date) -> list[TodayCard]:
    """All cards of the day, the most urgent first."""
    cards = [card for source in _today.values() for card in source(user, day)]
    return sorted(cards, key=lambda card: (not card.late, card.urgency))


# --- panels of a record page -----------------------------------------------------------------


@dataclass(frozen=True)
class Panel:
    """A box on a lower app's record page, drawn by the upper app's own template."""

    template: str
    context: dict[str, Any]


PanelSource = Callable[[Model, Any], Panel | None]
_panels: dict[str, tuple[type[Model], PanelSource]] = {}


def register_panel(name: str, model: type[Model], source: PanelSource) -> None:
    """`source(subject, user)` gives the box for the record page of `model`, or None."""
    _panels[name] = (model, source)


def panels(subject: Model, user: Any) -> list[Panel]:
    """The boxes of one record."""
    drawn = (
        source(subject, user) for kind, source in _panels.values() if isinstance(subject, kind)
    )
    return [panel for panel in drawn if panel is not None]
