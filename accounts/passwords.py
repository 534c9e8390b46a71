"""What a password must be: 12 to 128 characters and more than a well-known pattern (trust 10).

A pattern (a common word, a walk over the keyboard, a run of letters or digits, a year, one key
held down) counts as a single character, however long it is. What remains must still be long
enough, so `Qwertyuiop2024!` is refused and four plain words pass.
"""

import re
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST = 12
LONGEST = 128
ENOUGH = 8  # characters that are left when every pattern counts as one
DIFFERENT = 5

_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p")
_WORDS = """
    tuoke 拓客 shangge password passwort passwd secret letmein welcome login signin admin
    administrator manager master root test demo guest user changeme default iloveyou monkey dragon
    football baseball sunshine princess superman batman trustno1 whatever freedom hello qazwsx
    love money house home sales china beijing shanghai guangzhou shenzhen quanzhou wenzhou
    company summer winter spring autumn monday january december woaini nihao mima denglu
    guanliyuan zhongguo gongxi facai fangzi loupan xiaoshou 5201314 1314520 147258369 mypassword
"""
_LOOKALIKES = str.maketrans("@4$5037!1", "aassoetii")


class LengthValidator:
    """12 to 128 characters; a longer text only costs time to hash."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError outside the bounds."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise ValidationError(self.get_help_text(), code="password_length")

    def get_help_text(self) -> str:
        """The rule as a sentence for the form."""
        return _("Choose a password of %(least)d to %(most)d characters.") % {
            "least": SHORTEST,
            "most": LONGEST,
        }


class WeakPasswordValidator:
    """No common words, keyboard walks, runs or repetitions with a little added."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for what a guesser tries first."""
        if is_weak(password):
            raise ValidationError(
                _(
                    "This password follows a pattern that is guessed early. "
                    "Take, for example, four words that have nothing to do with each other."
                ),
                code="password_weak",
            )

    def get_help_text(self) -> str:
        """The rule as a sentence for the form."""
        return _("No common words, years, keyboard patterns, repetitions, nor Tuoke's own name.")


def is_weak(password: str) -> bool:
    """Whether too little is left once patterns and repetitions are folded."""
    plain = _one_round(password.casefold())
    if len(set(plain)) < DIFFERENT:
        return True
    return min(_strength(plain), _strength(plain.translate(_LOOKALIKES))) < ENOUGH


def _strength(text: str) -> int:
    """The number of characters, each pattern counted as one, dots and dashes as none."""
    folded = _patterns().sub("\0", text)
    return sum(character == "\0" or character.isalnum() for character in folded)


def _one_round(text: str) -> str:
    """`abcabcabc` is `abc`: the shortest block whose repetition is the whole text."""
    return text[: (text + text).index(text, 1)]


@cache
def _patterns() -> re.Pattern[str]:
    """Every word and every walk of four keys or more, longest first, years, one key held down."""
    walks = {part for row in _ROWS for line in (row, row[::-1]) for part in _parts(line)}
    columns = {part for column in _COLUMNS for part in (column, column[::-1])}
    known = sorted(walks | columns | set(_WORDS.split()), key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, known), r"(?:19|20)\d\d", r"(.)\1{2,}"]))


def _parts(line: str) -> set[str]:
    return {
        line[start:end] for start in range(len(line)) for end in range(start + 4, len(line) + 1)
    }
