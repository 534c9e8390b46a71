"""How Chinese sounds in Latin letters, to order lists by and to search in.

pypinyin reads a character as it is read most often; many surnames are read otherwise (单 is dan in
单位 but Shan in 单雄信). Whether a text is a person's name is said by the caller or guessed.
"""

import re
import unicodedata
from functools import lru_cache

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT
from pypinyin.seg.simpleseg import seg as cut

_READINGS = """
    单:shan 單:shan 仇:qiu 解:xie 区:ou 區:ou 查:zha 翟:zhai 乐:yue 樂:yue 朴:piao 曾:zeng 盖:ge
    蓋:ge 缪:miao 繆:miao 召:shao 繁:po 黑:he 折:she 员:yun 員:yun 贠:yun 秘:bi 种:chong 卜:bu
    薄:bo 郇:xun 隗:wei 都:du 能:nai 阚:kan 闞:kan 覃:qin 洗:xian 句:gou 祭:zhai 佴:nai 粘:nian
    钭:dou 郄:qie 訾:zi
"""
_SURNAMES = dict(pair.split(":") for pair in _READINGS.split())
# The simplified ones are words to pypinyin; 单于 stands here so that 单 does not catch it.
_COMPOUNDS = {
    "单于": ["chan", "yu"],
    "單于": ["chan", "yu"],
    "尉遲": ["yu", "chi"],
    "萬俟": ["mo", "qi"],
    "澹臺": ["tan", "tai"],
}
_WORDS = 16_384  # kept with their sound
_UNSPOKEN = "\0"  # in front of what stays as it is
_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
# An organisation may begin with such a character too: 乐清商会, 区政府, 解放路.
_ORGANISATION = re.compile(r"[厂厅司局行所店社团校会院部府市县区镇乡村路处站]$")


def pinyin(text: str, *, person: bool | None = None) -> str:
    """All syllables in one word of small letters: 温州商会 → wenzhoushanghui.

    Latin letters and figures stay, everything else falls away. `person` True reads the beginning as
    a surname, False never does, None guesses by length, ending and pypinyin's own list of words.
    """
    return "".join(part for part, _spoken in _parts(text, person))


def initials(text: str, *, person: bool | None = None) -> str:
    """The first letter of every syllable: 温州商会 → wzsh. Latin words and figures stay whole."""
    return "".join(part[0] if spoken else part for part, spoken in _parts(text, person))


def _parts(text: str, person: bool | None) -> list[tuple[str, bool]]:
    """The syllables (spoken) and the Latin words and figures between them (not)."""
    text = unicodedata.normalize("NFKC", text).strip().lower()
    surname = _surname(text, person)
    rest = text[len(surname[0]) :]
    parts = [(syllable, True) for syllable in surname[1]]
    for word in cut(rest):
        parts += _spoken(word)
    return [part for part in parts if part[0]]


@lru_cache(maxsize=_WORDS)
def _spoken(word: str) -> tuple[tuple[str, bool], ...]:
    """The parts of one word; names are made of the same few thousand, so each is read once."""
    return tuple(
        (part.removeprefix(_UNSPOKEN), not part.startswith(_UNSPOKEN))
        for part in lazy_pinyin(word, errors=_mark)
    )


def _mark(run: str) -> str:
    """Letters and figures that pypinyin has no sound for, marked; signs fall away."""
    return _UNSPOKEN + "".join(filter(str.isalnum, run))


def _surname(text: str, person: bool | None) -> tuple[str, list[str]]:
    """The surname the text begins with and its syllables, if it wants a reading of its own."""
    if person is False or (person is None and not _looks_like_a_name(text)):
        return "", []
    for surname, syllables in _COMPOUNDS.items():
        if text.startswith(surname):
            return surname, syllables
    reading = _SURNAMES.get(text[:1])
    return (text[:1], [reading]) if reading else ("", [])


def _looks_like_a_name(text: str) -> bool:
    if not _NAME.fullmatch(text) or _ORGANISATION.search(text):
        return False
    return not any(text[:end] in PHRASES_DICT for end in range(2, len(text) + 1))
