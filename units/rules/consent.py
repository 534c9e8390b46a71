"""When a yes may be written down, and how long back is long ago (L1). No ORM, no clock."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Answer:
    """One answer: yes or no, by what way, on which day, and whether paper lies beside it."""

    given: bool
    how: str
    said_on: date
    paper: bool = False


def needs_new_paper(answer: Answer, said_no_on: date | None, proven: Collection[str]) -> bool:
    """Whether a yes is not enough: after a no only a newer one with its own paper counts.

    `said_no_on` is the day of the no that stands, None where none does; `proven` are the ways that
    leave paper.
    """
    if not answer.given or said_no_on is None:
        return False
    return not (answer.paper and answer.how in proven and answer.said_on >= said_no_on)


def months_before(day: date, months: int) -> date:
    """The same day so many months back, the month's last where there is no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
