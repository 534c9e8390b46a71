"""Identity card numbers: GB 11643-1999 (R4) and their mask (L1)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.identity import mask, normalise_number, valid_number

DAY = date(2008, 7, 15)
GOOD = "11010519491231002X"


def with_check(first: str) -> str:
    """The first 17 digits with the right check character, by the sum the standard prints."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True))
    return first + "10X98765432"[total % 11]


@pytest.mark.parametrize(
    "number",
    [
        GOOD,
        "440524188001010014",
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        with_check("35050319840229123"),
        with_check("35050320080715123"),  # born on the very day
    ],
)
def test_r4_good_numbers_pass(number: str) -> None:
    assert valid_number(number, on=DAY)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "110105194912310021",  # another check character
        "11010519491231003X",
        "1101051949123100",
        "110105491231002",  # fifteen characters, before 1999
        GOOD + "0",
        "X1010519491231002X",
        "1101051949123100²X",
        with_check("35050319830229123"),  # no such day
        with_check("35050319831301123"),
        with_check("35050319830100123"),
        with_check("35050320080716123"),  # not born yet
        with_check("35050318400101123"),
        with_check("05050319830101123"),
        with_check("00000000000000000"),
    ],
)
def test_r4_bad_numbers_fail(number: str) -> None:
    assert not valid_number(number, on=DAY)


def test_r4_today_is_taken_where_no_day_is_given() -> None:
    assert valid_number(GOOD)
    assert not valid_number(with_check("35050399990101123"))


@settings(deadline=None)
@given(st.integers(0, 16), st.integers(1, 9))
def test_r4_one_wrong_digit_is_always_found(place: int, shift: int) -> None:
    wrong = GOOD[:place] + str((int(GOOD[place]) + shift) % 10) + GOOD[place + 1 :]
    assert not valid_number(wrong, on=DAY)


@settings(deadline=None)
@given(st.integers(0, 15))
def test_r4_swapped_neighbours_are_always_found(place: int) -> None:
    one, other = GOOD[place], GOOD[place + 1]
    if one != other:
        assert not valid_number(GOOD[:place] + other + one + GOOD[place + 2 :], on=DAY)


@settings(deadline=None)
@given(st.text())
def test_r4_any_text_gets_an_answer(text: str) -> None:
    assert valid_number(text, on=DAY) in (True, False)
    assert len(mask(text)) == len(normalise_number(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (GOOD, "110***********002X"),
        ("6222020111122223333", "622************3333"),
        ("123456789", "*********"),
        ("", ""),
    ],
)
def test_l1_numbers_are_shown_masked(text: str, shown: str) -> None:
    assert mask(text) == shown
