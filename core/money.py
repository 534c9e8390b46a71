"""Money: one currency, two places, rounded half up, never a binary fraction (P1, R6)."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from core.text import fold_width

Number = Decimal | int | float | str  # what the functions below take as an amount

CENT = Decimal("0.01")

# Thousands may be grouped with commas; an exponent is a slip of the finger, not an amount.
_PLAIN = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?", re.ASCII)

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_WAN = 10**4
_YI = 10**8
_LIMIT = 10**16  # beyond 万亿 there is no unit that everybody reads alike


def exact(value: Number) -> Decimal:
    """The number as it is written, unrounded.

    A float counts as what it prints (2.675 is 2.675, not 2.67499…): a spreadsheet hands its cells
    over as floats, and what the cell shows is what its author meant.
    Raises ValueError for what is no finite number, TypeError for any other type.
    """
    if isinstance(value, bool) or not isinstance(value, Number):
        raise TypeError(f"not an amount: {type(value).__name__}")
    if isinstance(value, str):
        value = _plain(value)
    number = Decimal(repr(value) if isinstance(value, float) else value)
    if not number.is_finite():
        raise ValueError("not a finite number")
    return number


def yuan(value: Number) -> Decimal:
    """The amount in yuan with two places, half up (away from zero, so a reversal mirrors it).

    Raises ValueError for what is no number or too long to count, TypeError for other types.
    """
    try:
        return exact(value).quantize(CENT, rounding=ROUND_HALF_UP) + 0  # + 0: no minus zero
    except InvalidOperation:
        raise ValueError("too long for an amount") from None


def in_capitals(amount: Number) -> str:
    """The amount in the capitals of cheques and vouchers, 人民币 in front (R6).

    整 closes a whole number of 元 and nothing else. A 零 stands for every run of noughts between
    two digits, also between 元 and 角: 107000.53 is 人民币壹拾万柒仟元零伍角叁分.
    Raises ValueError from 10^16 yuan on, and as `yuan` does.
    """
    money = yuan(amount)
    whole, fraction = divmod(int(abs(money) * 100), 100)
    if whole >= _LIMIT:
        raise ValueError("too large to be written in capitals")
    sign = "负" if money < 0 else ""
    return f"人民币{sign}{_yuan_part(whole, fraction)}{_fraction_part(whole, fraction)}"


def _plain(text: str) -> str:
    text = fold_width(text).strip()
    if not re.search(r"\d", text) or not _PLAIN.fullmatch(text):
        raise ValueError("not an amount")
    return text.replace(",", "")


def _yuan_part(whole: int, fraction: int) -> str:
    if whole:
        return f"{_number(whole)}元"
    return "" if fraction else "零元"


def _fraction_part(whole: int, fraction: int) -> str:
    if not fraction:
        return "整"
    jiao, fen = divmod(fraction, 10)
    nought = whole and (jiao == 0 or whole % 10 == 0)
    return (
        ("零" if nought else "")
        + (f"{_DIGITS[jiao]}角" if jiao else "")
        + (f"{_DIGITS[fen]}分" if fen else "")
    )


def _number(number: int) -> str:
    """A number from 1: split at 亿, then at 万, so 10^12 reads 壹万亿."""
    for size, unit in ((_YI, "亿"), (_WAN, "万")):
        if number >= size:
            high, low = divmod(number, size)
            return _number(high) + unit + _after(low, size)
    return _group(number)


def _after(low: int, size: int) -> str:
    """What follows a unit; a 零 shows that its first place is empty."""
    if not low:
        return ""
    return ("零" if low < size // 10 else "") + _number(low)


def _group(number: int) -> str:
    """Up to four digits: 1010 is 壹仟零壹拾."""
    text = "".join(
        _DIGITS[int(digit)] + place if digit != "0" else "零"
        for digit, place in zip(f"{number:04d}", _PLACES, strict=True)
    )
    return re.sub("零+", "零", text).strip("零")
