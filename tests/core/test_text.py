"""Text as people type it: widths folded, traditional characters compared as simplified (U8)."""

import pytest
from django.utils.translation import override
from pypinyin import lazy_pinyin

from core.text import _PAIRS, differences, fold_width, listed, simplify


def test_full_width_signs_are_folded_and_nothing_else() -> None:
    assert fold_width("１３８　Ｘ（＋）") == "138 X(+)"
    assert fold_width("温州²①。") == "温州²①。"


def test_u8_traditional_names_read_as_simplified() -> None:
    assert simplify("溫州商會 國立華僑大學") == "温州商会 国立华侨大学"
    assert simplify("温州商会") == "温州商会"


def test_u8_each_simplified_character_sounds_like_its_traditional_one() -> None:
    for pair in _PAIRS.split():
        traditional, simple = pair[0], pair[1]
        assert simplify(traditional) == simple != traditional
        assert lazy_pinyin(traditional) == lazy_pinyin(simple)


@pytest.mark.parametrize(
    ("one", "other", "left", "right"),
    [
        ("温州商会", "温州总商会", "温州商会", "温州[总]商会"),
        ("0595-22280000", "0595-22280001", "0595-2228000[0]", "0595-2228000[1]"),
        ("泉州商会", "晋江纺织厂", "泉州商会", "晋江纺织厂"),
        ("", "总", "", "总"),
    ],
)
def test_u8_what_differs_of_two_texts_is_marked(
    one: str, other: str, left: str, right: str
) -> None:
    marked = (
        "".join(f"[{text}]" if only else text for text, only in pieces)
        for pieces in differences(one, other)
    )
    assert tuple(marked) == (left, right)


def test_words_are_listed_as_the_reader_lists_them() -> None:
    words = ["天台", "", "样板房", None]
    assert listed(words) == "天台, 样板房"
    with override("zh-hans"):
        assert listed(words) == "天台、样板房"
        assert listed([]) == ""
