"""How a target stands against its plan (U3)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

WEEK = timedelta(days=7)


class Standing(StrEnum):
    """Reached; as many as the days gone ask for; fewer; the window over and not reached."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    MISSED = "missed"


@dataclass(frozen=True)
class Window:
    """From a day to a day, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def until(self, day: date) -> "Window":
        """As much of it as has passed at the end of `day`."""
        return Window(self.first, min(self.last, day))

    def within(self, other: "Window") -> "Window":
        """What it shares with another; of no day where they share none."""
        return Window(max(self.first, other.first), min(self.last, other.last))

    def nearest(self, day: date) -> date:
        """The day itself where it lies in the window, else the end that is nearer to it."""
        return max(self.first, min(day, self.last))


@dataclass(frozen=True)
class Pace:
    """`expected` by today on an even pace; `needed` a week from tomorrow on, None when over."""

    expected: int
    needed: int | None
    standing: Standing


def week_of(day: date) -> Window:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Window(monday, monday + timedelta(days=6))


def pace(goal: int, so_far: int, window: Window, today: date) -> Pace:
    """How a count that grows day by day stands at the end of `today`."""
    gone = max(0, min((today - window.first).days + 1, window.days))
    expected = -(-goal * gone // window.days)
    left = window.days - gone
    if so_far >= goal:
        return Pace(expected, None, Standing.REACHED)
    if not left:
        return Pace(expected, None, Standing.MISSED)
    weeks = Decimal(left) / 7
    needed = int((Decimal(goal - so_far) / max(weeks, Decimal(1))).to_integral_value(ROUND_CEILING))
    return Pace(expected, needed, Standing.ON_TRACK if so_far >= expected else Standing.BEHIND)


def share_pace(goal: int, so_far: int, window: Window, today: date) -> Pace:
    """How a share in percent stands: it is asked for at every moment, not earned bit by bit."""
    if so_far >= goal:
        return Pace(goal, None, Standing.REACHED)
    over = today >= window.last
    return Pace(goal, None, Standing.MISSED if over else Standing.BEHIND)
