"""Amounts: rounded half up, read from text, written in Chinese capitals (P1, R6)."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.money import exact, in_capitals, yuan


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (442000, "442000.00"),
        ("0.005", "0.01"),
        ("0.0049", "0.00"),
        (Decimal("2.675"), "2.68"),
        (2.675, "2.68"),  # as printed, not as stored
        (1000.0, "1000.00"),
        ("-0.005", "-0.01"),
        ("-0.001", "0.00"),
        (" 1,234,567.895 ", "1234567.90"),
        ("+12.", "12.00"),
        (".5", "0.50"),
        ("１００.５", "100.50"),
    ],
)
def test_p1_yuan_rounds_half_up(value: Decimal | float | str, expected: str) -> None:
    assert str(yuan(value)) == expected


@pytest.mark.parametrize(
    "junk",
    [
        "",
        " ",
        "abc",
        ".",
        "-",
        "1e5",
        "1_000",
        "12,34",
        "1.2.3",
        "NaN",
        "Infinity",
        "¥5",
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        "1" * 60,
    ],
)
def test_p1_yuan_refuses_junk(junk: Decimal | float | str) -> None:
    with pytest.raises(ValueError, match=r"amount|number"):
        yuan(junk)


@pytest.mark.parametrize("other", [None, True, b"5", [5]])
def test_p1_yuan_refuses_other_types(other: object) -> None:
    with pytest.raises(TypeError):
        yuan(other)  # type: ignore[arg-type]


def test_p1_exact_keeps_every_place() -> None:
    assert exact("0.9875") == Decimal("0.9875")
    assert exact(0.98) == Decimal("0.98")


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("1000", "壹仟元整"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("325.50", "叁佰贰拾伍元伍角"),
        ("100.50", "壹佰元零伍角"),
        ("0", "零元整"),
        ("-0.001", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("0.55", "伍角伍分"),
        ("10", "壹拾元整"),
        ("1010.10", "壹仟零壹拾元零壹角"),
        ("1001", "壹仟零壹元整"),
        ("10001", "壹万零壹元整"),
        ("101000", "壹拾万壹仟元整"),
        ("100010000", "壹亿零壹万元整"),
        ("500001192", "伍亿零壹仟壹佰玖拾贰元整"),
        ("500000192", "伍亿零壹佰玖拾贰元整"),
        ("1000000000000", "壹万亿元整"),
        ("1200000000001", "壹万贰仟亿零壹元整"),
        ("-960.00", "负玖佰陆拾元整"),
    ],
)
def test_r6_amount_in_capitals(amount: str, expected: str) -> None:
    assert in_capitals(amount) == f"人民币{expected}"


def test_r6_largest_amount_in_capitals() -> None:
    assert in_capitals("9999999999999999.99").startswith("人民币玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿")
    with pytest.raises(ValueError, match="too large"):
        in_capitals("10000000000000000")


amounts = st.decimals(0, 10**15, places=2, allow_nan=False)


@settings(deadline=None)
@given(amounts)
def test_r6_cn2an_agrees(amount: Decimal) -> None:
    whole = int(amount)
    assume(not (whole >= 10**8 and 1000 <= whole % 10**8 < 10**4))  # it loses 零 after 亿
    assume(not (whole % 10 == 0 and whole and amount * 10 % 10 >= 1))  # … and before 角
    assert in_capitals(amount) == "人民币" + cn2an.an2cn(str(amount), "rmb")


@settings(deadline=None)
@given(amounts)
def test_r6_capitals_are_well_formed(amount: Decimal) -> None:
    text = in_capitals(amount)
    assert "零零" not in text
    assert text.endswith("元整") == (amount == int(amount))
    assert text.count("整") <= 1
    assert not any(f"零{unit}" in text for unit in "仟佰拾万亿角分")


@settings(deadline=None)
@given(amounts, amounts)
def test_r6_two_amounts_never_read_alike(one: Decimal, other: Decimal) -> None:
    assert (in_capitals(one) == in_capitals(other)) == (one == other)
