"""How units and people are looked for: characters, pinyin, initials, telephone fragments.

PostgreSQL finds the middle of a text by three-letter pieces (pg_trgm), and Chinese names are asked
for by two characters. So each name is kept a second time with every character doubled: 华南 is
looked for as 华华南南, which has pieces enough. Every column asked has its trigram index, since
one that has none makes the whole question a walk through the table.

A mobile number is found by the last digits, which its mask shows, and by the whole of it, which
nobody learns by asking. Never by the digits between: who may not read them could try one after the
other.
"""

from collections.abc import Callable

from django.db.models import Q

from core import sound
from core.errors import DomainError
from core.phones import normalise_mobile
from core.text import fold_width, simplify

SHORT = 3  # letters; less are looked for at the beginning only
SHOWN_LAST, SHOWN_LAST_ABROAD = 4, 3  # digits of a masked mobile number

Find = Callable[[str], Q]


NOBODY = Q(pk__in=())
_BAR = "|"


def doubled(text: str) -> str:
    """Each character twice, folded as it is compared; signs and spaces fall away."""
    return "".join(sign * 2 for sign in _letters(text))


def person_spelled(name: str) -> dict[str, str]:
    """The columns by which a person is found, for their name."""
    return {
        "doubled": doubled(name),
        "sound": sound.pinyin(name, person=True)[:120],
        "initials": sound.initials(name, person=True)[:60],
    }


def short_spelled(short: str) -> str:
    """The column by which a unit is found by its short name: |as written|as it sounds|initials|.

    One column for the three, since each would want an index of its own in every question; the bars
    tell where a word begins and ends.
    """
    heard = (sound.pinyin(short, person=False)[:200], sound.initials(short, person=False))
    written = "" if short.isascii() else doubled(short)
    parts = dict.fromkeys(part for part in (written, *heard) if part)
    return f"{_BAR}{_BAR.join(parts)}{_BAR}" if parts else ""


def terms(text: str) -> list[str]:
    """The words that are looked for, each of them; a number written in groups is one."""
    folded = _folded(text)
    number = "".join(sign for sign in folded if sign not in " ()")
    words = [number] if _digits(number) else folded.split()
    return [word for word in words if _letters(word)]


def unit_named(path: str = "") -> Find:
    """Finds units by one word; `path` leads to the unit ("unit__")."""

    def find(word: str) -> Q:
        if _digits(_folded(word)):
            return _numbered(_folded(word), path)
        word = _letters(word)
        if not word.isascii():
            twice = doubled(word)
            return Q(**{f"{path}doubled__contains": twice}) | _short(twice, path)
        named = _heard(word, path) | Q(**{f"{path}normalised__{_how(word)}": word})
        return named | _short(_part(word), path)

    return find


def _short(piece: str, path: str = "") -> Q:
    return Q(**{f"{path}short_spelled__contains": piece})


def _part(word: str) -> str:
    """A word as it is looked for in a short name: if it is short itself, at the beginning only."""
    return word if len(word) >= SHORT else f"{_BAR}{word}"


def _heard(word: str, path: str) -> Q:
    if not word:
        return NOBODY
    found = Q(**{f"{path}sound__{_how(word)}": word})
    return found | Q(**{f"{path}initials__startswith": word})


def _numbered(digits: str, path: str) -> Q:
    """Figures are of the telephone or of the name: 第22中学, 0595-22280000."""
    found = _heard(digits, path) | Q(**{f"{path}normalised__{_how(digits)}": digits})
    found |= _short(_part(digits), path)
    return found | Q(**{f"{path}telephone__{_how(digits)}": digits}) | _landline(digits, path)


def _landline(digits: str, path: str) -> Q:
    """059522280000 is written 0595-22280000; the area has three or four digits."""
    found = Q()
    for area in (3, 4) if digits.startswith("0") else ():
        written = f"{digits[:area]}-{digits[area:]}"
        found |= Q(**{f"{path}telephone__startswith": written})
    return found


def person_named(path: str = "") -> Find:
    """Finds people by a word of their name or what is shown of their mobile; `path` as above."""

    def find(word: str) -> Q:
        if _digits(_folded(word)):
            return _mobile(_folded(word), path)
        word = _letters(word)
        if not word.isascii():
            return Q(**{f"{path}doubled__contains": doubled(word)})
        return _heard(word, path)

    return find


def _mobile(digits: str, path: str) -> Q:
    """By what the mask shows, or the whole number; nothing by anything between."""
    digits = digits.replace("-", "")
    if len(digits) <= SHOWN_LAST:
        found = Q(**{f"{path}mobile__endswith": digits})
        ours = Q(**{f"{path}mobile__startswith": "+86"})
        return found if len(digits) <= SHOWN_LAST_ABROAD else found & ours
    try:
        return Q(**{f"{path}mobile": normalise_mobile(digits)})
    except DomainError:
        return NOBODY


def begins(word: str) -> Q:
    """Finds units and people whose name begins with a word, as it is written or as it sounds."""
    word = _letters(word)
    if not word.isascii():
        return Q(doubled__startswith=doubled(word))
    return Q(sound__startswith=word) | Q(initials__startswith=word)


def unit_begins(word: str) -> Q:
    """The same of units, by their short names, too; one sign begins too many to be of any help."""
    written = _written(word)
    return begins(word) | _short(f"{_BAR}{written}") if len(_letters(word)) > 1 else begins(word)


def unit_is_called(word: str) -> Q:
    """Units of exactly this name or short name."""
    return is_called(word) | _short(f"{_BAR}{_written(word)}{_BAR}")


def _written(word: str) -> str:
    letters = _letters(word)
    return letters if letters.isascii() else doubled(letters)


def is_called(word: str) -> Q:
    """Those who are called exactly so."""
    word = _letters(word)
    if not word.isascii():
        return Q(doubled=doubled(word))
    return Q(sound=word) | Q(initials=word)


def _how(word: str) -> str:
    return "contains" if len(word) >= SHORT else "startswith"


def _folded(text: str) -> str:
    return simplify(fold_width(text).lower()).strip()


def _letters(text: str) -> str:
    """Letters and figures alone."""
    return "".join(filter(str.isalnum, _folded(text)))


def _digits(word: str) -> bool:
    number = word.replace("-", "").lstrip("+")
    return number.isascii() and number.isdecimal()
