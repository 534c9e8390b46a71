"""Lunar dates, terms, weekdays, birthdays; lunar-python as second opinion (K6, M2)."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lunar_python import Lunar, LunarYear

from core.calendar import greeting_day, lunar_day_in, nth_weekday, solar_from_lunar, solar_term
from core.errors import DomainError


@pytest.mark.parametrize(
    ("lunar", "solar"),
    [
        ((1949, 11, 12), date(1949, 12, 31)),
        ((2008, 1, 1), date(2008, 2, 7)),
        ((2007, 12, 1), date(2008, 1, 8)),  # the lunar year ends in the next solar one
        ((2006, 7, 1), date(2006, 7, 25)),
        ((2006, 7, 1, True), date(2006, 8, 24)),
    ],
)
def test_k6_lunar_birthday_is_converted(lunar: tuple[int, int, int], solar: date) -> None:
    assert solar_from_lunar(*lunar) == solar


@pytest.mark.parametrize(
    "lunar",
    [
        (2008, 1, 31),
        (2008, 13, 1),
        (2008, 0, 1),
        (2008, 4, 1, True),
        (2005, 1, 30),
        (1899, 1, 1),
        (2101, 1, 1),
    ],
)
def test_k6_lunar_day_that_never_was_is_refused(lunar: tuple[int, int, int]) -> None:
    with pytest.raises(DomainError) as refusal:
        solar_from_lunar(*lunar)
    assert refusal.value.field == "birthday"


@settings(deadline=None)
@given(st.integers(1930, 2099), st.integers(1, 12), st.integers(1, 29), st.booleans())
def test_k6_second_opinion_agrees(year: int, month: int, day: int, leap: bool) -> None:
    assume(year not in (2088, 2089))  # sixty days of 2089 are disputed
    assume(not leap or LunarYear.fromYear(year).getLeapMonth() == month)
    other = Lunar.fromYmd(year, -month if leap else month, day).getSolar()
    expected = date(other.getYear(), other.getMonth(), other.getDay())
    assert solar_from_lunar(year, month, day, leap) == expected


def test_m2_leap_month_falls_in_the_plain_month_of_other_years() -> None:
    assert lunar_day_in(2006, 7, 1, leap=True) == date(2006, 8, 24)
    assert lunar_day_in(2008, 7, 1, leap=True) == solar_from_lunar(2008, 7, 1)


def test_m2_day_30_falls_on_29_in_a_short_month() -> None:
    assert lunar_day_in(2008, 1, 30) == solar_from_lunar(2008, 1, 30)
    assert lunar_day_in(2005, 1, 30) == solar_from_lunar(2005, 1, 29)


def test_m2_what_is_never_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match="month"):
        lunar_day_in(2008, 13, 1)
    with pytest.raises(ValueError, match="Year"):
        lunar_day_in(2101, 1, 1)


def test_m2_solar_term_by_name() -> None:
    assert solar_term(2008, "清明") == date(2008, 4, 4)
    assert solar_term(2008, "冬至") == date(2008, 12, 21)
    with pytest.raises(ValueError, match="元旦"):
        solar_term(2008, "元旦")


def test_m2_nth_weekday_of_a_month() -> None:
    assert nth_weekday(2008, 11, 3, 4) == date(2008, 11, 27)
    assert nth_weekday(2008, 6, 6, 1) == date(2008, 6, 1)  # the month begins with it
    assert nth_weekday(2008, 2, 4, 5) == date(2008, 2, 29)
    for n in (0, -1, 6):
        with pytest.raises(ValueError, match="weekday"):
            nth_weekday(2008, 2, 4, n)


@pytest.mark.parametrize(
    ("birthday", "year", "day"),
    [
        (date(1949, 12, 31), 2008, date(2008, 12, 31)),
        (date(1984, 2, 29), 2008, date(2008, 2, 29)),
        (date(1984, 2, 29), 2009, date(2009, 2, 28)),
        (date(1984, 2, 29), 2100, date(2100, 2, 28)),
        (date(1984, 2, 28), 2009, date(2009, 2, 28)),
    ],
)
def test_k6_birthday_is_greeted_on_its_solar_day(birthday: date, year: int, day: date) -> None:
    assert greeting_day(birthday, year) == day
