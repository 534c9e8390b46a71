"""Password rules (trust 10)."""

import pytest
from django.core.exceptions import ValidationError

from accounts.passwords import LengthValidator, WeakPasswordValidator, is_weak


@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiop2024!",
        "Qwertyuiop[]\\",
        "poiuytrewq123",
        "1qaz2wsx3edc4rfv",
        "zxcvbnm,asdfgh",
        "123456789012345",
        "password1234",
        "P@ssw0rd2024!!",
        "Admin-Admin-Admin",
        "aaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "tuoke-demo-2008",
        "Tuoke2026Tuoke",
        "拓客拓客拓客20262026",
        "woaini1314520",
        "quanzhou2008!!",
        "abcdefghijklmnop",
        "------------",
        "iloveyou1234567",
    ],
)
def test_a_pattern_with_a_little_added_is_weak(password: str) -> None:
    assert is_weak(password)
    with pytest.raises(ValidationError):
        WeakPasswordValidator().validate(password)


@pytest.mark.parametrize(
    "password",
    [
        "lamp orchid tram violin",
        "k7wd-9tma-xhpe-3rvq",
        "沉默的山谷里没有第二座桥梁啊",
        "Vf8#kLm2!qRz",
        "Peonies-behind-the-ferry",
    ],
)
def test_what_follows_no_pattern_passes(password: str) -> None:
    WeakPasswordValidator().validate(password)
    assert not is_weak(password)


@pytest.mark.parametrize("length", [12, 128])
def test_12_to_128_characters_pass(length: int) -> None:
    LengthValidator().validate("x" * length)


@pytest.mark.parametrize("length", [0, 11, 129])
def test_shorter_and_longer_is_refused_with_the_bounds(length: int) -> None:
    with pytest.raises(ValidationError) as refusal:
        LengthValidator().validate("x" * length)
    assert "12 to 128" in refusal.value.messages[0]
