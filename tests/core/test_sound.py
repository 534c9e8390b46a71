"""Sorting and searching by sound: surnames read as surnames, organisations as words."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from core.sound import _mark, initials, pinyin


@pytest.mark.parametrize(
    ("text", "sound", "letters"),
    [
        ("温州商会", "wenzhoushanghui", "wzsh"),
        ("泉州市 温州商会", "quanzhoushiwenzhoushanghui", "qzswzsh"),
        ("中国银行", "zhongguoyinhang", "zgyh"),
        ("厦门大厦", "xiamendasha", "xmds"),
        ("绿城", "lvcheng", "lc"),
        ("ABC银行（泉州）3M", "abcyinhangquanzhou3m", "abcyhqz3m"),
        ("Ｗｅｎ", "wen", "wen"),
        ("", "", ""),
        ("（）", "", ""),
    ],
)
def test_u8_sound_of_names(text: str, sound: str, letters: str) -> None:
    assert pinyin(text) == sound
    assert initials(text) == letters


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("单雄信", "shanxiongxin"),
        ("仇英", "qiuying"),
        ("解缙", "xiejin"),
        ("区寄", "ouji"),
        ("查良镛", "zhaliangyong"),
        ("翟志刚", "zhaizhigang"),
        ("乐毅", "yueyi"),
        ("朴树", "piaoshu"),
        ("曾国藩", "zengguofan"),
        ("卜式", "bushi"),
        ("尉迟恭", "yuchigong"),
        ("单于", "chanyu"),
        ("萬俟卨", "moqixie"),
        ("王解放", "wangjiefang"),
    ],
)
def test_surnames_are_read_as_surnames(name: str, sound: str) -> None:
    assert pinyin(name, person=True) == sound
    assert pinyin(name) == sound


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("单位", "danwei"),
        ("区政府", "quzhengfu"),
        ("乐清商会", "yueqingshanghui"),
        ("解放路", "jiefanglu"),
        ("查询", "chaxun"),
        ("曾厝垵", "zengcuoan"),
    ],
)
def test_words_are_not_taken_for_names(text: str, sound: str) -> None:
    assert pinyin(text) == sound


def test_the_caller_knows_better_than_the_guess() -> None:
    assert pinyin("单纯", person=True) == "shanchun"
    assert pinyin("单雄信", person=False) == "danxiongxin"
    assert initials("单雄信") == "sxx"


@settings(deadline=None)
@given(st.text())
def test_any_text_has_a_sound(text: str) -> None:
    sound = pinyin(text)
    assert " " not in sound
    assert len(initials(text)) <= len(sound)


@given(st.text(alphabet="泉州市第一中学商会银行重庆长大厦单曾乐ABc12 -（）・\u3007𠮷", max_size=12))
@settings(max_examples=200, deadline=None)
def test_a_sound_kept_by_word_is_that_of_the_whole_name(text: str) -> None:
    whole = "".join(lazy_pinyin(unicodedata.normalize("NFKC", text).strip().lower(), errors=_mark))
    assert pinyin(text, person=False) == whole.replace("\0", "")
