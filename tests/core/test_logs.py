"""Nothing personal in a log line (L1, security)."""

import logging
import sys

import pytest

from core.logs import formatter, without_personal_data, without_search


@pytest.mark.parametrize(
    "personal",
    [
        "13812345678",
        "+8613812345678",
        "8613812345678",
        "11010519491231002X",
        "11010519491231002x",
        "440308199901101512",
        "110105491231002",
        "6222021234567890123",
    ],
)
def test_l1_numbers_of_people_are_blanked(personal: str) -> None:
    line = without_personal_data(f"call {personal}, please (id={personal})")
    assert line == "call •••, please (id=•••)"


@pytest.mark.parametrize(
    "plain", ["2008-05-15", "424496.80", "unit 1234567", "12812345678", "voucher 2008000123"]
)
def test_figures_of_the_trade_stay(plain: str) -> None:
    assert without_personal_data(plain) == plain


def line_of(message: str, *args: object, exc_info: object = None) -> str:
    return formatter().format(
        logging.LogRecord("tests", logging.INFO, __file__, 1, message, args, exc_info)  # type: ignore[arg-type]
    )


def test_l1_a_line_is_blanked_in_text_and_arguments() -> None:
    line = line_of("customer %s of %s", "13812345678", "11010519491231002X")
    assert "customer ••• of •••" in line
    assert "level='info'" in line


def test_l1_a_traceback_is_blanked_too() -> None:
    try:
        raise ValueError("duplicate key (13812345678)")
    except ValueError:
        line = line_of("failed", exc_info=sys.exc_info())
    assert "ValueError: duplicate key (•••)" in line
    assert "13812345678" not in line


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("q=wen&grade=A", "q=***&grade=A"),
        ("q=%E9%99%88", "q=***"),
        ("name=%E9%99%88&sort=-name", "name=***&sort=-name"),
        ("mobile=13812345678", "mobile=%E2%80%A2%E2%80%A2%E2%80%A2"),
        ("", ""),
    ],
)
def test_l1_an_address_is_kept_without_whom_it_searched_for(query: str, kept: str) -> None:
    assert without_search(query).replace("•••", "%E2%80%A2%E2%80%A2%E2%80%A2") == kept
