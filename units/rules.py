"""Pure rules of client units and customers: names, places, grades, protection (U4, U6, U8).

No database and no clock: the moment and the policy's numbers are handed in.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import asin, ceil, cos, radians, sin, sqrt

from core.money import Number, exact
from core.text import simplify

_LEGAL_FORMS = re.compile("股份有限公司|有限责任公司|有限公司|总公司|分公司|公司|集团")
# ASCII, so that a word also ends where Chinese begins.
_LEGAL_WORDS = re.compile(
    r"\b(?:co|company|corp|corporation|group|inc|limited|llc|ltd)\b", re.ASCII
)
_NUMERALS = frozenset("0123456789零〇一二三四五六七八九十")
_SHORTEST = 3  # of two characters, one is half the name
_EARTH = 6_371_008.8  # mean radius in metres


@dataclass(frozen=True)
class Factor:
    """One answer of an evaluation: 0 to 100, None if not known; `against` counts it reversed."""

    value: Number | None
    weight: Number = 1
    against: bool = False


def normalise_name(text: str) -> str:
    """The name as it is compared (U8): two spellings of one organisation give the same text.

    Full-width signs folded, small letters; legal forms (有限公司, 集团, 分公司, Co., Ltd. …), signs
    and spaces dropped; traditional characters simplified by the hand table of
    `core.text.simplify`. It has some 720 characters usual in names, which is enough for a hint: a
    rarer one only means that no hint is given. A name of nothing but legal forms keeps them.
    """
    folded = simplify(unicodedata.normalize("NFKC", text).lower())
    name = _only_letters(_LEGAL_WORDS.sub(" ", folded))
    return _LEGAL_FORMS.sub("", name) or name or _only_letters(folded)


def near_name(a: str, b: str) -> bool:
    """Whether two names are the same or one character apart (changed, missing, or too much) (U8).

    Both are normalised first. Names under three characters are never near, nor are two that differ
    in a numeral: 第一中学 and 第二中学 are two schools.
    """
    short, long = sorted((normalise_name(a), normalise_name(b)), key=len)
    if short == long:
        return bool(short)
    if len(long) < _SHORTEST or len(long) - len(short) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    numerals = short[at] in _NUMERALS and long[at] in _NUMERALS
    return short[at + 1 :] == long[at + 1 :] and not numerals


def score(factors: Iterable[Factor]) -> Decimal:
    """Purchasing strength or sincerity: the weighted mean, 0 to 100, one place, half up (U4).

    What is not known counts neither way; where nothing is known (or weighs), the score is 0.
    """
    known = [
        (_points(factor), exact(factor.weight)) for factor in factors if factor.value is not None
    ]
    weight = sum((share for _, share in known), Decimal(0))
    if not weight:
        return Decimal("0.0")
    total = sum((points * share for points, share in known), Decimal(0))
    return (total / weight).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def grade(
    strength: Number,
    sincerity: Number,
    steps: Sequence[tuple[str, Number]] = (("A", 80), ("B", 60), ("C", 40)),
) -> str:
    """A, B, C or D by the mean of the two (U4); `steps` from the best, each with its least mean.

    Raises ValueError where either is not between 0 and 100.
    """
    mean = (_percent(strength) + _percent(sincerity)) / 2
    return next((name for name, least in steps if mean >= exact(least)), "D")


def distance_metres(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """The way of the crow in metres between two points in degrees (U8, V2), within 0.6 %."""
    north, south = radians(lat1), radians(lat2)
    half = (
        sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(lng2 - lng1) / 2) ** 2
    )
    return 2 * _EARTH * asin(min(1.0, sqrt(half)))


def protected_until(
    registered_at: datetime, renewals: Iterable[datetime] = (), days: int = 30
) -> datetime:
    """The first moment a customer is free again (U6): `days` after the last contact.

    Each follow-up or arrival renews, but only what still lives: one that comes after the end does
    not bring the protection back, the customer has to be registered anew.
    """
    until = registered_at + timedelta(days=days)
    for moment in sorted(renewals):
        if registered_at <= moment < until:
            until = moment + timedelta(days=days)
    return until


def days_left(until: datetime, now: datetime) -> int:
    """Days of protection left, a begun one counted whole; 0 when it is over (U6)."""
    return max(0, ceil((until - now) / timedelta(days=1)))


def _only_letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _percent(value: Number) -> Decimal:
    number = exact(value)
    if not 0 <= number <= 100:
        raise ValueError("not between 0 and 100")
    return number


def _points(factor: Factor) -> Decimal:
    points = _percent(factor.value if factor.value is not None else 0)
    return 100 - points if factor.against else points
