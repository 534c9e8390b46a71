"""A birthday said on either calendar, kept on both (K6)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from core.calendar import LunarDay
from tests.units.factories import make_category, make_contact, make_unit
from units.birthdays import Birthday
from units.forms.birthday import BirthdayField
from units.forms.people import ContactEditForm
from units.models import Contact

Browser = Callable[[Any], Client]
AUGUST = ("lunar", "1975", "8", "5", "")


def cleaned(*typed: str) -> Birthday | None:
    found: Birthday | None = BirthdayField().clean(list(typed))
    return found


@pytest.mark.parametrize(
    ("typed", "solar", "lunar"),
    [
        (("solar", "1975", "9", "10", ""), date(1975, 9, 10), ""),
        (AUGUST, date(1975, 9, 10), "1975-08-05"),
        (("lunar", "2006", "7", "1", ""), date(2006, 7, 25), "2006-07-01"),
        (("lunar", "2006", "7", "1", "on"), date(2006, 8, 24), "2006-07-01L"),
        (("lunar", "1975", "12", "30", ""), date(1976, 1, 30), "1975-12-30"),
    ],
)
def test_k6_what_was_said_is_kept_and_the_solar_day_with_it(
    typed: tuple[str, ...], solar: date, lunar: str
) -> None:
    assert cleaned(*typed) == Birthday(solar, lunar)


def test_k6_no_birthday_is_no_birthday() -> None:
    assert cleaned("", "", "", "", "") is None
    assert cleaned("lunar", "", "", "", "") is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("", "1975", "8", "5", ""), "solar or lunar"),
        (("solar", "1975", "", "5", ""), "year, month and day"),
        (("solar", "x", "8", "5", ""), "year, month and day"),
        (("solar", "1975", "2", "29", ""), "no such day in the calendar"),
        (("lunar", "1975", "2", "31", ""), "no such day in the lunar calendar"),
        (("lunar", "1975", "8", "5", "on"), "no such day in the lunar calendar"),
        (("lunar", "1875", "8", "5", ""), "no such day in the lunar calendar"),
        (("solar", "1875", "8", "5", ""), "a year from 1900"),
        (("solar", "2099", "8", "5", ""), "still to come"),
        (("other", "1975", "8", "5", ""), "valid choice"),
    ],
)
def test_k6_what_is_no_day_is_refused_with_a_sentence(typed: tuple[str, ...], said: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        cleaned(*typed)
    assert said in " ".join(refusal.value.messages)


@pytest.mark.parametrize(
    ("language", "lunar", "text"),
    [
        ("zh-hans", "1975-08-05", "1975-09-10（农历一九七五年八月初五）"),
        ("en", "1975-08-05", "1975-09-10 (lunar 1975-08-05)"),
        ("en", "1975-08-05L", "1975-09-10 (lunar 1975-08-05, leap month)"),
        ("en", "", "1975-09-10"),
    ],
)
def test_k6_both_are_shown(language: str, lunar: str, text: str) -> None:
    with translation.override(language):
        assert str(Birthday(date(1975, 9, 10), lunar)) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (LunarDay(2006, 7, 1, True), "二〇〇六年闰七月初一"),
        (LunarDay(1990, 1, 10), "一九九〇年正月初十"),
        (LunarDay(1990, 11, 20), "一九九〇年冬月二十"),
        (LunarDay(1990, 12, 23), "一九九〇年腊月廿三"),
        (LunarDay(1990, 12, 30), "一九九〇年腊月三十"),
        (LunarDay(1990, 10, 15), "一九九〇年十月十五"),
    ],
)
def test_k6_a_lunar_day_as_the_chinese_write_it(day: LunarDay, text: str) -> None:
    assert day.chinese == text
    assert LunarDay.stored(str(day)) == day


def sent(calendar: str, year: int, month: int, day: int) -> dict[str, Any]:
    said = {"calendar": calendar, "year": year, "month": month, "day": day}
    return {f"born_{name}": value for name, value in said.items()}


def test_k6_a_correction_works_both_ways_and_an_untouched_form_changes_nothing(
    ann: User, as_user: Browser
) -> None:
    person = make_contact(ann, make_unit(ann), birthday=date(1975, 9, 10))
    url = reverse("contact_edit", args=[person.pk])
    browser = as_user(ann)
    for version, typed, kept in (
        (1, sent("lunar", 1975, 8, 6), (date(1975, 9, 11), "1975-08-06")),
        (2, sent("solar", 1976, 2, 29), (date(1976, 2, 29), "")),
    ):
        browser.post(url, {"name": person.name, "version": version, **typed})
        person.refresh_from_db()
        assert (person.birthday, person.lunar_birthday) == kept
    assert (
        "born"
        not in ContactEditForm(
            {"name": person.name, "version": 3, **sent("solar", 1976, 2, 29)},
            instance=Contact.objects.get(pk=person.pk),
        ).changed_data
    )


def test_k6_the_calendar_is_asked_when_a_unit_is_added(ann: User, as_user: Browser) -> None:
    born = {f"person_{name}": value for name, value in sent("", 1975, 8, 5).items()}
    typed = {"name": "温州商会", "category": make_category().pk, "person_name": "陈会长", **born}
    browser, url = as_user(ann), reverse("unit_add")
    refused = browser.post(url, typed)
    assert refused.status_code == 422
    assert "solar or lunar" in refused.text
    assert 'value="1975"' in refused.text
    browser.post(url, {**typed, "person_born_calendar": "lunar"})
    person = Contact.objects.get()
    assert (person.birthday, person.lunar_birthday) == (date(1975, 9, 10), "1975-08-05")
