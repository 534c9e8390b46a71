"""The yearly days that are greeted, each by its code (M2)."""

from collections.abc import Callable, Mapping
from datetime import date

from core.calendar import lunar_day_in, nth_weekday, solar_term

_THURSDAY, _SUNDAY = 3, 6

_DAYS: Mapping[str, Callable[[int], date]] = {
    "spring_festival": lambda year: lunar_day_in(year, 1, 1),
    "lantern": lambda year: lunar_day_in(year, 1, 15),
    "qingming": lambda year: solar_term(year, "清明"),
    "dragon_boat": lambda year: lunar_day_in(year, 5, 5),
    "mid_autumn": lambda year: lunar_day_in(year, 8, 15),
    "christmas": lambda year: date(year, 12, 25),
    "thanksgiving": lambda year: nth_weekday(year, 11, _THURSDAY, 4),
    "fathers_day": lambda year: nth_weekday(year, 6, _SUNDAY, 3),
    "mothers_day": lambda year: nth_weekday(year, 5, _SUNDAY, 2),
}

CODES = tuple(_DAYS)


def date_of(code: str, year: int) -> date:
    """The day of an occasion in a Gregorian year.

    Raises ValueError for a code that is not among CODES and, for lunar days and solar terms, a year
    before 1900 or after 2100.
    """
    if code not in _DAYS:
        raise ValueError(f"no such occasion: {code}")
    return _DAYS[code](year)
