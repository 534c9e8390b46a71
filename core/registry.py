"""Sideways reads: lower apps show what upper apps know, without importing them.

Three registries: entries of a record's timeline (V7), the cards of *Today*, panels of a record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class Picture:
    """A file shown where it came in: a photo as a thumbnail (`small_url`), others by name.

    `remove_url` is there for who may take it away.
    """

    url: str
    name: str
    small_url: str = ""
    remove_url: str = ""


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened to a unit or customer.

    A `minor` one is folded away with its neighbours; `pictures` are the files it brought.
    """

    at: datetime
    kind: str
    text: str | Promise
    by: str = ""
    url: str = ""
    icon: str = "dot"
    detail: str = ""
    minor: bool = False
    pictures: tuple[Picture, ...] = ()


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


TimelineSource = Callable[[Model, Any, int, datetime | None], list[TimelineEntry]]
TodaySource = Callable[[Any, date], list[TodayCard]]


@dataclass(frozen=True)
class _Kind:
    label: str | Promise
    source: TimelineSource
    of: tuple[type[Model], ...]

    def tells_of(self, subject: Model) -> bool:
        return not self.of or isinstance(subject, self.of)


_timeline: dict[str, _Kind] = {}
_today: dict[str, TodaySource] = {}


def register_timeline(
    kind: str, label: str | Promise, source: TimelineSource, of: tuple[type[Model], ...] = ()
) -> None:
    """`source(subject, user, limit, before)` gives the newest `limit` entries the user may see.

    Those with `at < before`, or from the newest where `before` is None; in the order of `at`. It is
    asked about records of the models `of` only, about every record where none is named.
    """
    _timeline[kind] = _Kind(label, source, of)


def register_today(name: str, source: TodaySource) -> None:
    """`source(user, day)` gives the cards of one app."""
    _today[name] = source


def timeline(
    subject: Model,
    user: Any,
    *,
    kind: str = "",
    limit: int = 50,
    before: datetime | None = None,
) -> list[TimelineEntry]:
    """The newest of what happened to `subject` before a moment; `kind` keeps one source."""
    entries = [
        entry
        for name, one in _timeline.items()
        if (not kind or kind == name) and one.tells_of(subject)
        for entry in one.source(subject, user, limit, before)
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]


def timeline_kinds(subject: Model) -> list[tuple[str, str | Promise]]:
    """The kinds one can filter by."""
    return [(name, one.label) for name, one in _timeline.items() if one.tells_of(subject)]


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
LATER = 30

_panels: dict[str, tuple[int, type[Model], PanelSource]] = {}


def register_panel(name: str, model: type[Model], source: PanelSource, order: int = 50) -> None:
    """`source(subject, user)` gives the box for the record page of `model`, or None.

    The lowest `order` stands first: what wants doing, who it is about, how much, what was. From
    LATER on they are fetched after the page, which has to be there at once.
    """
    _panels[name] = (order, model, source)


def panels(subject: Model, user: Any, *, later: bool = False) -> list[Panel]:
    """The boxes that come with a record's page, or those that come after it."""
    drawn = (
        source(subject, user)
        for order, model, source in sorted(_panels.values(), key=lambda box: box[0])
        if isinstance(subject, model) and (order >= LATER) == later
    )
    return [panel for panel in drawn if panel is not None]
