"""By which keys likely duplicates find each other, and how a hidden name is masked (U8, U6).

Two names one character apart share a spelling once each of them loses a character, so a unit that
keeps its name and all its shortened spellings as keys is found by equality alone: no walk through
the table, however many units there are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from core.sound import pinyin
from core.text import fold_width
from units.rules.names import normalise_name

SHORTEST = 2  # characters of a normalised name; one alone is like everything
_TELEPHONE = 7  # digits at least
_LOCAL = 8  # digits of a fixed line without its area code
_EXTENSION = re.compile(r"转|分机|ext|[#x,/;,、;]")
_MOBILE = re.compile(r"1[3-9]\d{9}")


class Kind(StrEnum):
    """What two units share; the order is that of the answer, the surest first."""

    NAME = "n"
    TELEPHONE = "t"
    SOUND = "s"
    NEAR = "v"
    SHORT = "b"
    PLACE = "p"


@dataclass(frozen=True)
class Key:
    """One key: what it is of, and 64 bits of its hash, signed as databases keep them."""

    kind: Kind
    value: int


def likeness_keys(name: str, telephone: str, short: str = "") -> list[Key]:
    """The keys by which a unit of this name and telephone is found, and looks for others.

    A short name is found by who types it as a name; many units share one, so it is no more.
    """
    wanted = normalise_name(name)
    keys = [_key(Kind.NAME, wanted)] if len(wanted) >= SHORTEST else []
    if keys:
        keys.append(_key(Kind.SOUND, pinyin(wanted, person=False)))
        keys += [_key(Kind.NEAR, spelling) for spelling in sorted(set(_spellings(wanted)))]
    called = normalise_name(short)
    if len(called) >= SHORTEST and called != wanted:
        keys.append(Key(Kind.SHORT, _key(Kind.NAME, called).value))
    if number := telephone_key(telephone):
        keys.append(_key(Kind.TELEPHONE, number))
    return keys


def telephone_key(text: str) -> str:
    """A telephone as it is compared: digits without country, area code and extension; "" if none.

    A mobile number is compared whole, of a fixed line the last eight digits: at the gate nobody
    types the area code.
    """
    main = _EXTENSION.split(fold_width(text).lower())[0]
    digits = re.sub(r"\D", "", main).removeprefix("00")
    if len(digits) > len("13800138000"):
        digits = digits.removeprefix("86")
    digits = digits.lstrip("0")
    if len(digits) < _TELEPHONE:
        return ""
    return digits if _MOBILE.fullmatch(digits) else digits[-_LOCAL:]


def masked_name(name: str) -> str:
    """The first third of a name; the rest is hidden, its length too (U6)."""
    return f"{name[: -(-len(name) // 3)]}***"


def _spellings(wanted: str) -> Iterator[str]:
    """The name and, where it is long enough to be near another, each spelling short of a sign."""
    yield wanted
    if len(wanted) > SHORTEST:
        yield from (wanted[:at] + wanted[at + 1 :] for at in range(len(wanted)))


def _key(kind: Kind, text: str) -> Key:
    digest = blake2b(f"{kind}:{text}".encode(), digest_size=8).digest()
    return Key(kind, int.from_bytes(digest, "big", signed=True))
