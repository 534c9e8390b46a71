"""Periods of the ranking: a day, a week, a month or any range, and the one before (I1)."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    first: date
    last: date

    def before(self) -> "Period":
        """As many days just before; for a whole month the month before."""
        if self.first.day == 1 and (self.last + timedelta(days=1)).day == 1:
            return month_of(self.first - timedelta(days=1))
        length = self.last - self.first + timedelta(days=1)
        return Period(self.first - length, self.last - length)


def day_of(day: date) -> Period:
    """The day alone."""
    return Period(day, day)


def week_of(day: date) -> Period:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def month_of(day: date) -> Period:
    """The first to the last of the month."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
