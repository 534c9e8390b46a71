"""China's identity card numbers: checked by GB 11643-1999, shown masked (R4, L1)."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.text import fold_width

_SHAPE = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_CHECK = "10X98765432"  # the check character for each remainder modulo 11 (ISO 7064, MOD 11-2)
_OLDEST = 150  # years; the standard's own second example was born in 1880


def normalise_number(text: str) -> str:
    """Full-width characters folded, spaces dropped, x as X. Says nothing about validity."""
    return "".join(fold_width(text).split()).upper()


def valid_number(text: str, *, on: date | None = None) -> bool:
    """Whether this is a citizen's number: 18 characters, check character, a birth date that can be.

    `on` is the day it is looked at (today in China): nobody is born after it.
    """
    number = normalise_number(text)
    if not _SHAPE.fullmatch(number) or _check_character(number) != number[-1]:
        return False
    today = on or datetime.now(ZoneInfo("Asia/Shanghai")).date()
    born = birth_date(number)
    return born is not None and born <= today and today.year - born.year <= _OLDEST


def birth_date(number: str) -> date | None:
    """The date of birth in the number; None if there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def mask(text: str) -> str:
    """The first three and last four characters, stars between; short texts are stars altogether."""
    number = normalise_number(text)
    if len(number) < 10:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def _check_character(number: str) -> str:
    # The weight of the place i is 2^(17-i) modulo 11.
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return _CHECK[total % 11]
