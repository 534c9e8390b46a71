"""Rules of client units and customers: evaluation, protection, likely duplicates (U4, U6, U8)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from units.rules import (
    Factor,
    days_left,
    distance_metres,
    grade,
    near_name,
    normalise_name,
    protected_until,
    score,
)

START = datetime(2008, 6, 1, 8, tzinfo=UTC)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


# U8: names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("温州商会", " 温州 商会 "),
        ("温州商会（泉州）", "温州商会(泉州)"),
        ("温州商会【泉州】", "温州商会·泉州"),
        ("泉州建材有限公司", "泉州建材"),
        ("泉州建材股份有限公司", "泉州建材集团有限责任公司"),
        ("泉州建材（集团）有限公司", "泉州建材集团"),
        ("泉州建材有限 公司", "泉州建材公司"),
        ("中国建设银行泉州分公司", "中国建设银行股份有限公司泉州分公司"),
        ("ＡＢＣ银行", "abc银行"),
        ("Quanzhou Stone Co., Ltd.", "QUANZHOU STONE"),
        ("石材Group", "石材集团"),
        ("溫州商會", "温州商会"),
        ("國立華僑大學", "国立华侨大学"),
        ("晉江鞋業有限公司", "晋江鞋业"),
    ],
)
def test_u8_spellings_of_one_name_are_the_same(one: str, other: str) -> None:
    assert normalise_name(one) == normalise_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("温州商会", "泉州商会"),
        ("建设银行泉州分公司", "建设银行"),
        ("公司", "集团"),
        ("Grouper", "er"),  # only whole words are legal forms
    ],
)
def test_u8_different_names_stay_different(one: str, other: str) -> None:
    assert normalise_name(one) != normalise_name(other)


def test_u8_no_name_normalises_to_nothing() -> None:
    assert normalise_name(" （）") == ""
    assert normalise_name("有限公司") == "有限公司"


@settings(deadline=None)
@given(st.text())
def test_u8_any_text_is_normalised(text: str) -> None:
    name = normalise_name(text)
    assert name == "" or name.isalnum()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("温州商会", "温洲商会"),
        ("温州商会", "温州总商会"),
        ("温州商会", "温州商会会"),
        ("温州商会有限公司", "溫州商会"),
    ],
)
def test_u8_one_character_apart_is_near(one: str, other: str) -> None:
    assert near_name(one, other)
    assert near_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("温州商会", "泉洲商会"),
        ("温州商会", "州温商会"),
        ("温州商会", "温州"),
        ("工行", "农行"),
        ("泉州第一中学", "泉州第二中学"),
        ("3号楼", "5号楼"),
        ("", ""),
        ("", "温"),
    ],
)
def test_u8_more_than_one_character_apart_is_not_near(one: str, other: str) -> None:
    assert not near_name(one, other)
    assert not near_name(other, one)


@settings(deadline=None)
@given(st.text("温州商会泉", min_size=4, max_size=9), st.integers(0, 8))
def test_u8_a_forgotten_character_is_near(name: str, place: int) -> None:
    place %= len(name)
    assert near_name(name, name[:place] + name[place + 1 :])


# U8, V2: distance


def test_u8_distance_between_two_places() -> None:
    assert distance_metres(24.9, 118.6, 24.9, 118.6) == 0
    assert distance_metres(0, 0, 0, 1) == pytest.approx(111_195, abs=1)
    assert distance_metres(24.8741, 118.6757, 28.0005, 120.6722) == pytest.approx(400_000, rel=0.02)
    assert distance_metres(0, 0, 0, 180) == pytest.approx(20_015_115, abs=2)


# U4: evaluation


@pytest.mark.parametrize(
    ("strength", "sincerity", "expected"),
    [
        (100, 100, "A"),
        (80, 80, "A"),
        (100, 60, "A"),
        (79, 80, "B"),
        (Decimal("79.9"), Decimal("80.0"), "B"),
        (60, 60, "B"),
        (60, 59, "C"),
        (40, 40, "C"),
        (100, 0, "C"),
        (39, 40, "D"),
        (0, 0, "D"),
        (79.9, 80.1, "A"),
    ],
)
def test_u4_grade_by_the_mean(strength: Decimal, sincerity: Decimal, expected: str) -> None:
    assert grade(strength, sincerity) == expected


def test_u4_grade_by_the_policy_of_the_day() -> None:
    assert grade(70, 70, steps=[("A", 70), ("B", 50), ("C", 30)]) == "A"


@pytest.mark.parametrize("value", [-1, 101, "abc"])
def test_u4_scores_are_between_0_and_100(value: str) -> None:
    with pytest.raises(ValueError, match=r"0 and 100|amount"):
        grade(value, 50)


def test_u4_score_is_the_weighted_mean() -> None:
    assert score([Factor(80, 3), Factor(40, 1)]) == Decimal("70.0")
    assert score([Factor(50), Factor(51), Factor(51)]) == Decimal("50.7")


def test_u4_own_building_plan_counts_against() -> None:
    assert score([Factor(100, 1, against=True), Factor(60, 1)]) == Decimal("30.0")


def test_u4_what_is_not_known_counts_neither_way() -> None:
    assert score([Factor(80, 3), Factor(None, 97)]) == Decimal("80.0")
    assert score([Factor(None)]) == 0
    assert score([]) == 0
    assert score([Factor(80, 0)]) == 0


@settings(deadline=None)
@given(st.lists(st.builds(Factor, st.integers(0, 100), st.integers(0, 50), st.booleans())))
def test_u4_score_stays_between_0_and_100(factors: list[Factor]) -> None:
    assert 0 <= score(factors) <= 100


# U6: protection


def test_u6_registration_protects_for_30_days() -> None:
    assert protected_until(START) == day(30)
    assert protected_until(START, days=10) == day(10)


def test_u6_each_contact_renews() -> None:
    assert protected_until(START, [day(40), day(20)]) == day(70)


def test_u6_contact_after_the_end_renews_nothing() -> None:
    assert protected_until(START, [day(30)]) == day(30)
    assert protected_until(START, [day(10), day(41)]) == day(40)


def test_u6_contact_before_registration_renews_nothing() -> None:
    assert protected_until(START, [day(-1)]) == day(30)


@pytest.mark.parametrize(
    ("now", "left"), [(0, 30), (0.1, 30), (1, 29), (29.5, 1), (30, 0), (31, 0)]
)
def test_u6_begun_days_count_whole(now: float, left: int) -> None:
    assert days_left(day(30), day(now)) == left
