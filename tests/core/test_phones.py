"""Mobile numbers: one spelling each (U6), masked where shown (L1)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import phones
from core.errors import DomainError
from core.phones import mask_mobile, normalise_mobile


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "138–0013–8000",
        "+86 138 0013 8000",
        "(+86)13800138000",
        "86 13800138000",
        "0086 13800138000",
        "１３８００１３８０００",
        "\t13800138000\n",
    ],
)
def test_u6_one_number_one_spelling(text: str) -> None:
    assert normalise_mobile(text) == "+8613800138000"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17012345678", "+8617012345678"),
        ("19912345678", "+8619912345678"),
        ("+852 5123 4567", "+85251234567"),
        ("+1 415 555 2671", "+14155552671"),
    ],
)
def test_u6_new_ranges_and_other_countries(text: str, expected: str) -> None:
    assert normalise_mobile(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "12345",
        "1380013800",
        "138001380000",
        "0595-22345678",
        "10086",
        "51234567",
        "1380013800A",
        "13800138000,5",
        "13800138000 13900139000",
        "十三八",
        "+999 12345678",
        "+",
        "--",
        "12800138000",
    ],
)
def test_u6_what_is_no_mobile_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refusal:
        normalise_mobile(text)
    assert refusal.value.field == "mobile"


@settings(deadline=None)
@given(st.text())
def test_u6_any_text_is_normalised_or_refused(text: str) -> None:
    try:
        number = normalise_mobile(text)
    except DomainError:
        return
    assert normalise_mobile(number) == number


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+8613800138000", "138****8000"),
        ("13800138000", "138****8000"),
        ("+85251234567", "+852****567"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_l1_mobiles_are_shown_masked(number: str, shown: str) -> None:
    assert mask_mobile(number) == shown


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        ("+8613800138000", "138 0013 8000"),
        ("+85261234567", "+852 6123 4567"),
        ("", ""),
        ("138****8000", "138****8000"),
    ],
)
def test_a_number_is_written_as_one_reads_it(number: str, spoken: str) -> None:
    assert phones.spoken(number) == spoken
