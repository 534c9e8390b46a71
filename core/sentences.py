"""Sentences kept beside a row in every language of the house: each reader gets their own (U9).

What is wrong with a row is found once, and said by whatever reads cells: fields, parsers, the app's
own rules. So the rule is asked once more in each language, instead of taking its sentence apart.
Where asking again would be dear, as of a whole file, the sentence is a lazy one from the start.

A sentence without figures is kept as it stands in the code, and worded when it is read.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise, lazy

Answer = TypeVar("Answer")
Told = dict[str, str]  # by language; empty where nothing is said


def in_each(
    say: Callable[[], Answer], known: Mapping[str, Answer] | None = None
) -> dict[str, Answer]:
    """What `say` gives in each language; it is not asked for what is `known`, by language."""
    answers = {}
    for code, _name in settings.LANGUAGES:
        if known is not None and code in known:
            answers[code] = known[code]
        else:
            with translation.override(code):
                answers[code] = say()
    return answers


def read(told: Told) -> str:
    """The sentence in the reader's language; "" where none was kept."""
    if not told:
        return ""
    return told.get(translation.get_language() or "") or told[settings.LANGUAGE_CODE]


def source(said: str | Promise) -> str:
    """A lazy sentence as it stands in the code: so it is kept, and `worded` says it."""
    with translation.override(None):
        return str(said)


def worded(text: str) -> str:
    """A sentence kept as it stands in the code, for its reader; a person's words as they are."""
    return translation.gettext(text) if text else ""


def _filled(message: str | Promise, values: Mapping[str, Any]) -> str:
    return str(message) % values


_lazily = lazy(_filled, str)
_read_lazily = lazy(read, str)


def filled(message: Promise, **values: Any) -> Promise:
    """A lazy sentence with its values: both are worded when somebody reads it."""
    sentence: Any = _lazily(message, values)
    return sentence  # type: ignore[no-any-return]


def kept(told: Told) -> Promise:
    """A kept sentence as a lazy one, to stand in another."""
    sentence: Any = _read_lazily(told)
    return sentence  # type: ignore[no-any-return]


def keep(said: str | Promise, most: int = 500) -> Told:
    """The sentence in each language, as it is kept; one that is not lazy is the same in all."""
    return in_each(lambda: str(said)[:most])
