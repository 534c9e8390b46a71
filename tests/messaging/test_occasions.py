"""Days that are greeted: the nine of the plan, in several years (M2)."""

from datetime import date, timedelta

import pytest
from lunar_python import Lunar, Solar

from messaging.occasions import CODES, date_of


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("spring_festival", date(2008, 2, 7)),
        ("lantern", date(2008, 2, 21)),
        ("qingming", date(2008, 4, 4)),
        ("dragon_boat", date(2008, 6, 8)),
        ("mid_autumn", date(2008, 9, 14)),
        ("christmas", date(2008, 12, 25)),
        ("thanksgiving", date(2008, 11, 27)),
        ("fathers_day", date(2008, 6, 15)),
        ("mothers_day", date(2008, 5, 11)),
        ("spring_festival", date(2009, 1, 26)),
        ("mid_autumn", date(2020, 10, 1)),
        ("qingming", date(2026, 4, 5)),
        ("dragon_boat", date(2026, 6, 19)),
        ("thanksgiving", date(2029, 11, 22)),  # the month begins with a Thursday
        ("mothers_day", date(2022, 5, 8)),  # the month begins with a Sunday
        ("fathers_day", date(2025, 6, 15)),
    ],
)
def test_m2_occasion_falls_on(code: str, day: date) -> None:
    assert date_of(code, day.year) == day


def test_m2_nine_occasions_in_every_year() -> None:
    assert len(CODES) == 9
    for year in range(1900, 2101):
        assert {date_of(code, year).year for code in CODES} == {year}


@pytest.mark.parametrize(
    ("code", "month", "day"),
    [("spring_festival", 1, 1), ("lantern", 1, 15), ("dragon_boat", 5, 5), ("mid_autumn", 8, 15)],
)
def test_m2_second_opinion_agrees_on_lunar_days(code: str, month: int, day: int) -> None:
    for year in range(1930, 2089):
        solar = Lunar.fromYmd(year, month, day).getSolar()
        assert date_of(code, year) == date(solar.getYear(), solar.getMonth(), solar.getDay())


def test_m2_second_opinion_agrees_on_qingming() -> None:
    for year in range(2000, 2100):
        day = date_of("qingming", year)
        assert Solar.fromYmd(day.year, day.month, day.day).getLunar().getJieQi() == "清明"


def test_m2_new_years_eve_is_the_day_before() -> None:
    assert date_of("spring_festival", 2008) - timedelta(days=1) == date(2008, 2, 6)


@pytest.mark.parametrize(
    ("code", "year"), [("easter", 2008), ("lantern", 1899), ("qingming", 2101)]
)
def test_m2_unknown_days_are_refused(code: str, year: int) -> None:
    with pytest.raises(ValueError, match=r"easter|1899|2101"):
        date_of(code, year)
