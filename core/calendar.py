"""Lunar dates, solar terms, n-th weekdays and birthdays (K6, M2). Knows no clock.

borax holds the lunar calendar from 1900 to 2100; a day outside is refused.
"""

from calendar import isleap
from datetime import date, timedelta

from borax.calendars import LunarDate
from borax.calendars.lunardate import TermUtils
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


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
