"""Lunar dates, solar terms, n-th weekdays and birthdays (K6, M2). Knows no clock.

borax holds the lunar calendar from 1900 to 2100; a day outside is refused.
"""

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta

from borax.calendars import LunarDate
from borax.calendars.lunardate import TermUtils
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

_STORED = re.compile(r"(\d{4})-(\d{2})-(\d{2})(L?)")
_DIGITS = "〇一二三四五六七八九"
_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_TENS = {10: "初十", 20: "二十", 30: "三十"}


@dataclass(frozen=True)
class LunarDay:
    """A lunar day with its year; kept as text, "1975-08-05", with an L behind in a leap month."""

    year: int
    month: int
    day: int
    leap: bool = False

    @classmethod
    def stored(cls, text: str) -> "LunarDay | None":
        """The day a text keeps; None for any other text."""
        found = _STORED.fullmatch(text)
        if found is None:
            return None
        year, month, day = (int(part) for part in found.groups()[:3])
        return cls(year, month, day, bool(found[4]))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}-{self.day:02}{'L' if self.leap else ''}"

    @property
    def solar(self) -> date:
        """Its Gregorian day. DomainError where there is no such day."""
        return solar_from_lunar(self.year, self.month, self.day, self.leap)

    @property
    def chinese(self) -> str:
        """一九七五年八月初五, 二〇〇六年闰七月初一."""
        year = "".join(_DIGITS[int(digit)] for digit in str(self.year))
        return f"{year}年{'闰' if self.leap else ''}{_MONTHS[self.month - 1]}月{self._day}"

    @property
    def _day(self) -> str:
        if self.day in _TENS:
            return _TENS[self.day]
        return ("初", "十", "廿")[self.day // 10] + _DIGITS[self.day % 10]


def solar_from_lunar(year: int, month: int, day: int, leap: bool = False) -> date:
    """The Gregorian day of a lunar date with its year, `leap` for the second month of that number.

    Raises DomainError, field "birthday", where the calendar has no such day: who enters it must ask
    again rather than get a neighbouring day.
    """
    try:
        return _solar(year, month, day, leap)
    except ValueError:
        raise DomainError(
            _(
                "There is no such day in the lunar calendar. Check the month, the day and whether "
                "it is a leap month."
            ),
            field="birthday",
        ) from None


def lunar_day_in(year: int, month: int, day: int, leap: bool = False) -> date:
    """The day a yearly lunar date falls on in a lunar year that may lack it.

    A leap month the year has not falls in the plain month, day 30 of a month of 29 on day 29.
    Raises ValueError for a year before 1900 or after 2100 and for what is never a date.
    """
    for attempt in ((day, leap), (day, False), (min(day, 29), leap), (min(day, 29), False)):
        try:
            return _solar(year, month, *attempt)
        except ValueError as error:
            refusal = error
    raise refusal


def solar_term(year: int, name: str) -> date:
    """The day of one of the 24 solar terms by its Chinese name. ValueError if there is none."""
    day: date = TermUtils.nth_term_day(year, term_name=name)
    return day


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th (from 1) Monday (0) … Sunday (6) of a month. ValueError if it has not so many."""
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
    if n < 1 or day.month != month:
        raise ValueError("no such weekday in this month")
    return day


def greeting_day(birthday: date, year: int) -> date:
    """The day a birthday is greeted in a year; 29 February on the 28th where there is none (K6)."""
    if (birthday.month, birthday.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return birthday.replace(year=year)


def _solar(year: int, month: int, day: int, leap: bool) -> date:
    solar: date = LunarDate(year, month, day, int(leap)).to_solar_date()
    return solar
