"""Rules of message texts: how many parts a text is billed as (M7)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messaging.rules import parts, units


@pytest.mark.parametrize(
    ("length", "expected"),
    [(0, 0), (1, 1), (69, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4), (500, 8)],
)
def test_m7_parts_by_length(length: int, expected: int) -> None:
    assert parts("拓" * length) == expected
    assert parts("a" * length) == expected


def test_m7_rare_characters_and_emoji_count_twice() -> None:
    assert units("𠮷家") == 3
    assert parts("𠮷" * 35) == 1
    assert parts("𠮷" * 35 + "。") == 2
    assert parts("🎉" * 36) == 2


@settings(deadline=None)
@given(st.text(max_size=600))
def test_m7_every_text_fits_its_parts(text: str) -> None:
    count = parts(text)
    assert units(text) <= (70 if count == 1 else 67 * count)
    assert count <= 1 or units(text) > max(70, 67 * (count - 1))
