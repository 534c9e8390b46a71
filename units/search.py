"""How units and people are looked for: characters, pinyin, initials, telephone fragments.

PostgreSQL finds the middle of a text by three-letter pieces (pg_trgm), and Chinese names are asked
for by two characters. So each name is kept a second time with every character doubled: 华南 is
looked for as 华华南南, which has pieces enough. Every column asked has its trigram index, since
one that has none makes the whole question a walk through the table.
"""

from collections.abc import Callable

from django.db.models import Q

from core.text import fold_width, simplify

SHORT = 3  # letters; less are looked for at the beginning only


def doubled(text: str) -> str:
    """Each character twice, folded as it is compared."""
    return "".join(sign * 2 for sign in _folded(text))


def unit_named(path: str = "") -> Callable[[str], Q]:
    """Finds units by one word; `path` leads to the unit ("unit__")."""

    def find(word: str) -> Q:
        word = _folded(word)
        if not word.isascii():
            return Q(**{f"{path}doubled__contains": doubled(word)})
        how = "contains" if len(word) >= SHORT else "startswith"
        columns = ["sound", "normalised"] + (["telephone"] if _digits(word) else [])
        found = Q(**{f"{path}initials__startswith": word})
        for column in columns:
            found |= Q(**{f"{path}{column}__{how}": word})
        return found

    return find


def person_named(path: str = "") -> Callable[[str], Q]:
    """Finds people by a word of their name or the last digits of their mobile; `path` as above."""

    def find(word: str) -> Q:
        word = _folded(word)
        if not word.isascii():
            return Q(**{f"{path}doubled__contains": doubled(word)})
        if word.isdigit():
            return Q(**{f"{path}mobile__endswith": word})
        how = "contains" if len(word) >= SHORT else "startswith"
        return Q(**{f"{path}sound__{how}": word})

    return find


def _folded(text: str) -> str:
    return simplify(fold_width(text).lower()).strip()


def _digits(word: str) -> bool:
    return word.replace("-", "").lstrip("+").isdigit()
