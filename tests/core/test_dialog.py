"""Forms in dialogs: the same page asked for its form alone; "+" for who may add."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.units.factories import make_category, make_unit
from units.models import Contact, Unit

Browser = Callable[[Any], Client]

FIELD = {"X-Tuoke-Dialog": "d2 field", "HX-Request": "true"}
PAGE = {"X-Tuoke-Dialog": "d1 page", "HX-Request": "true"}


def unit_typed(**more: Any) -> dict[str, Any]:
    """What the short form of a unit sends."""
    category = make_category().pk
    return {"form_key": str(uuid4()), "name": "温州商会", "category": category, **more}


def test_a_dialog_gets_the_form_alone_with_ids_of_its_own(ann: User, as_user: Browser) -> None:
    text = as_user(ann).get(reverse("unit_add"), headers=FIELD).text
    assert "<html" not in text
    assert 'id="d2_name"' in text
    assert "#d2same" in text
    assert 'id="id_name"' not in text


@pytest.mark.parametrize("said", ["", "d2", "d2 elsewhere", 'x" onload=', "d2 field more"])
def test_a_nonsense_header_gets_the_whole_page(ann: User, as_user: Browser, said: str) -> None:
    text = as_user(ann).get(reverse("unit_add"), headers={"X-Tuoke-Dialog": said}).text
    assert "<html" in text
    assert 'id="id_name"' in text


def test_a_refused_form_stays_in_the_dialog_with_what_was_typed(
    ann: User, as_user: Browser
) -> None:
    answer = as_user(ann).post(reverse("unit_add"), unit_typed(headcount="abc"), headers=FIELD)
    assert answer.status_code == 422
    assert "<html" not in answer.text
    assert "Enter a whole number." in answer.text
    assert 'value="温州商会"' in answer.text


def test_from_a_field_the_new_record_is_handed_to_it(ann: User, as_user: Browser) -> None:
    answer = as_user(ann).post(reverse("unit_add"), unit_typed(), headers=FIELD)
    unit = Unit.objects.get()
    made = json.loads(answer.headers["HX-Trigger"])["tuoke:made"]
    assert answer.status_code == 204
    assert (made["value"], made["text"]) == (str(unit.pk), "温州商会")
    assert "HX-Redirect" not in answer.headers


def test_from_the_bar_one_is_led_to_the_new_record(ann: User, as_user: Browser) -> None:
    browser = as_user(ann)
    answer = browser.post(reverse("contact_new"), {"name": "陈会长"}, headers=PAGE)
    contact = Contact.objects.get()
    assert answer.headers["HX-Redirect"] == contact.get_absolute_url()
    assert "The contact is added." in browser.get(contact.get_absolute_url()).text


def test_the_menu_offers_what_one_may_create(ann: User, fin1: User, as_user: Browser) -> None:
    text = as_user(ann).get(reverse("quick_create"), headers=PAGE).text
    for label in ("New unit", "New contact", "Register a customer", "Record a visit"):
        assert label in text
    assert "data-quick" in as_user(ann).get("/").text
    assert "data-quick" not in as_user(fin1).get("/").text
    assert "nothing you may create" in as_user(fin1).get(reverse("quick_create")).text


def test_a_field_offers_the_plus_to_who_may_add(ann: User, as_user: Browser) -> None:
    text = as_user(ann).get(reverse("customer_register")).text
    assert f'data-add-url="{reverse("unit_add")}"' in text
    unit = make_unit(ann)
    text = as_user(ann).get(reverse("key_person_name", args=[unit.pk])).text
    assert f'data-add-url="{reverse("contact_add", args=[unit.pk])}"' in text


def test_a_person_is_entered_for_a_unit_one_sees_and_no_other(
    ann: User, cai: User, as_user: Browser
) -> None:
    mine, theirs = make_unit(ann), make_unit(cai, "丙商会")
    browser = as_user(ann)
    sent = {"form_key": str(uuid4()), "name": "林主任"}
    assert browser.post(reverse("contact_new"), {**sent, "unit": theirs.pk}).status_code == 422
    browser.post(reverse("contact_new"), {**sent, "unit": mine.pk})
    assert Contact.objects.get().unit == mine
