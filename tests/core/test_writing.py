"""How templates write icons, money, discounts and dates."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import translation
from pytest_django import Settings

from core import fonts
from core.templatetags import tuoke


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("424496.8"), "424,496.80"),
        (Decimal("0.005"), "0.01"),
        (1000, "1,000.00"),
        (Decimal("-40"), "-40.00"),
        (None, "–"),
    ],
)
def test_money_is_grouped_with_two_places(amount: Decimal | int | None, written: str) -> None:
    assert tuoke.yuan(amount) == written


@pytest.mark.parametrize(
    ("multiplier", "english", "chinese"),
    [
        ("0.98", "2 % off", "9.8折"),
        ("0.9", "10 % off", "9折"),
        ("0.975", "2.5 % off", "9.75折"),
        ("0.80", "20 % off", "8折"),
    ],
)
def test_p3_a_discount_is_said_in_the_readers_way(
    multiplier: str, english: str, chinese: str
) -> None:
    with translation.override("en"):
        assert tuoke.zhe(Decimal(multiplier)) == english
    with translation.override("zh-hans"):
        assert tuoke.zhe(Decimal(multiplier)) == chinese


def test_no_discount_is_said_in_words() -> None:
    with translation.override("en"):
        assert tuoke.zhe(Decimal("1.00")) == "no discount"


def test_days_and_moments_are_local() -> None:
    late = datetime(2008, 5, 14, 20, 30, tzinfo=UTC)
    assert tuoke.day(late) == "2008-05-15"
    assert tuoke.moment(late) == "2008-05-15 04:30"
    assert tuoke.day(date(2008, 5, 15)) == "2008-05-15"
    assert (tuoke.day(None), tuoke.moment(None)) == ("–", "–")


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in tuoke.icon("telephone")
    assert 'aria-label="Call &quot;now&quot;"' in tuoke.icon("telephone", 'Call "now"')


def test_the_chinese_font_is_found_without_installing_it(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR_DIR = tmp_path
    monkeypatch.setenv("FONTCONFIG_FILE", "")
    path = fonts.configure()
    assert str(fonts.folder()) in path.read_text(encoding="utf-8")
    assert fonts.configure() == path
    assert [entry.name for entry in tmp_path.iterdir()] == ["fonts.conf"]
    assert sorted(file.name for file in fonts.folder().glob("*.ttf")) == [
        "NotoSansSC-Bold.ttf",
        "NotoSansSC-Regular.ttf",
    ]


def test_menu_groups_stand_together_and_an_address_once() -> None:
    shown = [
        SimpleNamespace(group=group, url=url)
        for group, url in [("Field", "/v/"), ("People", "/u/"), ("Sales", "/h/"), ("People", "/c/")]
    ]
    shown += [SimpleNamespace(group="", url=url) for url in ("/u/", "/me/")]
    urls = [(group, [entry.url for entry in items]) for group, items in tuoke.grouped(shown)]
    assert urls == [
        ("", ["/me/"]),
        ("Field", ["/v/"]),
        ("People", ["/u/", "/c/"]),
        ("Sales", ["/h/"]),
    ]
