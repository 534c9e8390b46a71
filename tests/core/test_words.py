"""By what a person is found in free text, and what of it becomes *** (L1)."""

import pytest

from core.personal import Person
from core.personal.words import finders, masked

LONG = Person(7, ("陈金水",), ("+8613800138000",), ("11010519491231002X",))
SHORT = Person(7, ("高峰",), rare=True)
COMMON = Person(7, ("王伟",))
LATIN = Person(7, ("Ann Lee", "Ann"))


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("会长陈金水来过", "会长***来过"),
        ("陳金水", "***"),
        ("陈 金水", "***"),
        ("q=%E9%99%88%E9%87%91%E6%B0%B4&sort=name", "q=***&sort=name"),
        ("打138-0013-8000，急", "打***，急"),
        ("+86 138 0013 8000", "***"),
        ("１３８００１３８０００，找他", "***，找他"),
        ("单号2138001380001", "单号2138001380001"),
        ("11010519491231002x", "***"),
        ("陈金", "陈金"),
    ],
)
def test_l1_name_and_numbers_are_found_in_every_spelling(said: str, left: str) -> None:
    find = finders(LONG).far
    assert find is not None
    assert masked(said, find) == left


def test_l1_json_is_walked_through_with_its_keys_and_figures() -> None:
    find = finders(LONG).far
    assert find is not None
    said = {"陈金水": [13800138000, "x", True], "n": 5}
    assert masked(said, find) == {"***": ["***", "x", True], "n": 5}


@pytest.mark.parametrize(
    ("person", "said", "near", "far"),
    [
        (SHORT, "上下班高峰人多", "上下班***人多", "上下班高峰人多"),
        (SHORT, "等您决定:高峰 · 茶", "等您决定:*** · 茶", "等您决定:*** · 茶"),
        (SHORT, "q=%E9%AB%98%E5%B3%B0", "q=***", "q=***"),
        (SHORT, "q=%E9%AB%98%E5%B3%B0%E8%B7%AF", "q=***%E8%B7%AF", "q=%E9%AB%98%E5%B3%B0%E8%B7%AF"),
        (COMMON, "王伟", "***", "王伟"),
        (LATIN, "annual plan", "annual plan", "annual plan"),
        (LATIN, "ann lee called", "*** called", "*** called"),
    ],
)
def test_l1_a_short_name_counts_near_the_person_or_by_itself(
    person: Person, said: str, near: str, far: str
) -> None:
    find = finders(person)
    assert find.near is not None
    assert masked(said, find.near) == near
    assert (masked(said, find.far) if find.far else said) == far
