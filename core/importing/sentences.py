"""Sentences kept beside a row in every language of the house: each reader gets their own (U9).

What is wrong with a row is found once, and said by whatever reads cells: fields, parsers, the app's
own rules. So the rule is asked once more in each language, instead of taking its sentence apart.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.conf import settings
from django.utils import translation

Answer = TypeVar("Answer")
Told = dict[str, str]  # by language


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
    """The sentence in the reader's language."""
    return told.get(translation.get_language() or "") or told[settings.LANGUAGE_CODE]
