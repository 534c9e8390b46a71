"""When two names mean one organisation (U8)."""

import re
import unicodedata
from functools import lru_cache

from core.text import simplify

_LEGAL_FORMS = re.compile("股份有限公司|有限责任公司|有限公司|总公司|分公司|公司|集团")

# ASCII, so that a word also ends where Chinese begins.
_LEGAL_WORDS = re.compile(
    r"\b(?:co|company|corp|corporation|group|inc|limited|llc|ltd)\b", re.ASCII
)

_NUMERALS = frozenset("0123456789零〇一二三四五六七八九十")
_KEPT = 4_096  # names; a file is looked at a thousand rows at a time, each name several times
_SHORTEST = 3  # of two characters, one is half the name


@lru_cache(maxsize=_KEPT)
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
    return near_normalised(normalise_name(a), normalise_name(b))


def near_normalised(a: str, b: str) -> bool:
    """The same of names that are normalised already."""
    short, long = sorted((a, b), key=len)
    if short == long:
        return bool(short)
    if len(long) < _SHORTEST or len(long) - len(short) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    numerals = short[at] in _NUMERALS and long[at] in _NUMERALS
    return short[at + 1 :] == long[at + 1 :] and not numerals


def _only_letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
