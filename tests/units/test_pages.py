"""Pages of units: who sees which, entry with its key person, correction, duplicates (U, K1)."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.units.factories import make_category, make_contact, make_unit
from units.models import Unit
from units.services import unit_edit

Browser = Callable[[Any], Client]

UNIT_PAGES = ("unit_detail", "unit_edit", "unit_evaluate", "key_person_name")


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def entered(**more: Any) -> dict[str, Any]:
    """What the form of a new unit sends."""
    return {
        "form_key": str(uuid4()),
        "name": "温州商会",
        "category": make_category().pk,
        "telephone": "0577-8888 8888",
        "headcount": "380",
        **more,
    }


def corrected(unit: Unit, **more: Any) -> dict[str, Any]:
    """What the form of all facts sends."""
    return {
        "form_key": str(uuid4()),
        "version": unit.version,
        "name": unit.name,
        "category": unit.category_id,
        **more,
    }


# --- who sees what ------------------------------------------------------------------------------


def test_u5_the_list_holds_ones_own_and_the_teams(
    ann: User, bob: User, cai: User, as_user: Browser
) -> None:
    mine, teams, theirs = make_unit(ann, "甲商会"), make_unit(bob, "乙商会"), make_unit(cai, "丙")
    page = as_user(ann).get(url("unit_list"))
    assert set(page.context["page"].rows) == {mine, teams}
    assert theirs.name not in page.text


def test_u5_leader_and_manager_see_more_and_finance_nothing(
    ann: User, cai: User, lead: User, manager: User, fin1: User, as_user: Browser
) -> None:
    mine, theirs = make_unit(ann, "甲商会"), make_unit(cai, "丙商会")
    assert as_user(lead).get(url("unit_list")).context["page"].rows == [mine]
    assert set(as_user(manager).get(url("unit_list")).context["page"].rows) == {mine, theirs}
    assert as_user(fin1).get(url("unit_list")).status_code == 403


@pytest.mark.parametrize("page", UNIT_PAGES)
def test_u5_another_teams_unit_is_not_there(
    ann: User, cai: User, as_user: Browser, page: str
) -> None:
    theirs = make_unit(cai)
    browser = as_user(ann)
    assert browser.get(url(page, theirs.pk)).status_code == 404
    assert browser.post(url(page, theirs.pk), corrected(theirs)).status_code in {404, 405}
    theirs.refresh_from_db()
    assert theirs.version == 1


def test_u5_nor_can_a_person_be_added_to_it(ann: User, cai: User, as_user: Browser) -> None:
    theirs = make_unit(cai)
    browser = as_user(ann)
    assert browser.get(url("contact_add", theirs.pk)).status_code == 404
    assert browser.post(url("contact_add", theirs.pk), {"name": "陈"}).status_code == 404
    assert not theirs.contacts.exists()


def test_signed_out_leads_to_the_sign_in_page(ann: User) -> None:
    answer = Client().get(url("unit_detail", make_unit(ann).pk))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/sign-in")


def test_v7_the_record_shows_facts_and_people(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann, headcount=1260, income="32000")
    make_contact(ann, unit, name="林主任", position="办公室主任")
    page = as_user(ann).get(url("unit_detail", unit.pk))
    for text in (unit.name, "1,260", "32,000.00", "林主任", "Record visit", "part=timeline"):
        assert text in page.text


@pytest.mark.parametrize(
    "page", ["unit_add", "unit_edit", "contact_new", "contact_add", "contact_edit"]
)
def test_u2_a_telephone_is_typed_on_keys_of_digits(ann: User, as_user: Browser, page: str) -> None:
    unit = make_unit(ann)
    person = make_contact(ann, unit)
    of = {"unit_edit": [unit.pk], "contact_add": [unit.pk], "contact_edit": [person.pk]}
    fields = as_user(ann).get(url(page, *of.get(page, []))).context["form"].fields
    numbers = [field for name, field in fields.items() if name.endswith(("mobile", "telephone"))]
    assert numbers
    assert {field.widget.attrs.get("inputmode") for field in numbers} == {"tel"}


# --- a new unit ---------------------------------------------------------------------------------


def test_k1_a_unit_is_entered_with_its_key_person(ann: User, as_user: Browser) -> None:
    answer = as_user(ann).post(
        url("unit_add"),
        entered(person_name="陈会长", person_position="会长", person_mobile="138 0013 8000"),
    )
    unit = Unit.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, unit.get_absolute_url())
    assert (unit.owner, unit.headcount) == (ann, 380)
    tenure = unit.tenures.get()
    assert (tenure.contact.mobile, tenure.starts_on) == ("+8613800138000", timezone.localdate())


def test_a_second_click_leads_to_the_same_unit(ann: User, as_user: Browser) -> None:
    browser, sent = as_user(ann), entered()
    first, second = (browser.post(url("unit_add"), sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Unit.objects.count() == 1


def test_one_key_with_another_name_is_refused(ann: User, as_user: Browser) -> None:
    browser, sent = as_user(ann), entered()
    browser.post(url("unit_add"), sent)
    answer = browser.post(url("unit_add"), {**sent, "name": "泉州商会"})
    assert answer.status_code == 422
    assert "sent before with other entries" in answer.text
    assert Unit.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"headcount": "abc"}, "headcount", "Enter a whole number."),
        ({"headcount": "-5"}, "headcount", "greater than or equal to 0"),
        ({"name": ""}, "name", "required"),
        ({"category": "999999"}, "category", "valid choice"),
        (
            {"person_name": "陈", "person_mobile": "12345"},
            "person_mobile",
            "not a mobile number",
        ),
        ({"person_mobile": "13800138000"}, "person_name", "name of this person"),
    ],
)
def test_bad_entries_get_a_sentence_and_stay(
    ann: User, as_user: Browser, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = as_user(ann).post(url("unit_add"), entered(address="江滨路 28 号", **typed))
    form = answer.context["form"]
    assert answer.status_code == 422
    assert sentence in str(form.errors[field])
    assert "江滨路 28 号" in answer.text
    assert [form[name].value() for name in typed] == list(typed.values())
    assert not Unit.objects.exists()


def test_u8_the_same_name_is_refused_at_its_field(ann: User, cai: User, as_user: Browser) -> None:
    make_unit(cai, "温州商会有限公司")
    answer = as_user(ann).post(url("unit_add"), entered())
    assert answer.status_code == 422
    assert "already" in str(answer.context["form"].errors["name"])


# --- duplicates while typing --------------------------------------------------------------------


def same(browser: Client, **typed: str) -> str:
    return browser.post(url("unit_same"), typed).text


def test_u8_ones_own_unit_is_shown_with_a_link(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann, "温州商会")
    assert f'href="{unit.get_absolute_url()}"' in same(as_user(ann), name="温洲商会")


def test_u8_another_teams_is_taken_and_has_no_link(ann: User, cai: User, as_user: Browser) -> None:
    unit = make_unit(cai, "温州商会")
    text = same(as_user(ann), name="温州商会")
    assert f"taken, protected until {unit.protected_until}" in text
    assert "<a " not in text
    assert cai.name not in text


def test_u8_one_whose_protection_is_over_is_free(ann: User, cai: User, as_user: Browser) -> None:
    make_unit(cai, "温州商会")
    Unit.objects.update(protected_until="2008-06-30")
    assert "free" in same(as_user(ann), name="温州商会")


def test_u8_a_strange_name_shows_nothing(ann: User, as_user: Browser) -> None:
    make_unit(ann, "温州商会")
    for name in ("泉州纺织厂", "", "温", "<script>", "%"):
        assert same(as_user(ann), name=name).strip() == ""


# --- correction, evaluation, key person ---------------------------------------------------------


def test_u2_a_correction_is_kept_with_its_fact(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann)
    answer = as_user(ann).post(url("unit_edit", unit.pk), corrected(unit, income="32000.50"))
    assert answer.headers["Location"] == unit.get_absolute_url()
    assert [(fact.field, fact.value) for fact in unit.facts.all()] == [("income", "32000.50")]


def test_v4_the_second_editor_keeps_the_text_sees_the_others_and_may_save_again(
    ann: User, bob: User, as_user: Browser
) -> None:
    unit = make_unit(ann)
    unit_edit(unit_id=unit.pk, version=1, facts={"address": "江滨路 1"}, by=bob)
    sent = corrected(unit, address="新门街 6", remarks="long words")
    browser = as_user(ann)
    answer = browser.post(url("unit_edit", unit.pk), sent)
    assert answer.status_code == 422
    for text in ("Somebody else saved this", "新门街 6", "long words", "江滨路 1"):
        assert text in answer.text
    unit.refresh_from_db()
    assert (unit.address, unit.version) == ("江滨路 1", 2)
    again = {**sent, "version": answer.context["form"]["version"].value()}
    assert browser.post(url("unit_edit", unit.pk), again).status_code == 302
    unit.refresh_from_db()
    assert (unit.address, unit.version) == ("新门街 6", 3)


@pytest.mark.parametrize("typed", [{"income": "abc"}, {"version": ""}, {"latitude": "1e400"}])
def test_an_unreadable_correction_changes_nothing(
    ann: User, as_user: Browser, typed: dict[str, str]
) -> None:
    unit = make_unit(ann)
    answer = as_user(ann).post(url("unit_edit", unit.pk), corrected(unit, **typed))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(typed)
    assert not unit.facts.exists()


def test_u4_an_evaluation_grades_the_unit(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann)
    judged = {"form_key": str(uuid4()), "headcount": "80", "help": "90"}
    browser = as_user(ann)
    assert browser.post(url("unit_evaluate", unit.pk), judged).status_code == 302
    unit.refresh_from_db()
    assert unit.grade == "A"
    form = browser.get(url("unit_evaluate", unit.pk)).context["form"]
    assert (form["headcount"].value(), form["cars"].value()) == (80, None)


@pytest.mark.parametrize("typed", [{}, {"headcount": "101"}, {"help": "abc"}])
def test_u4_nothing_or_nonsense_is_no_evaluation(
    ann: User, as_user: Browser, typed: dict[str, str]
) -> None:
    unit = make_unit(ann)
    answer = as_user(ann).post(url("unit_evaluate", unit.pk), typed)
    assert answer.status_code == 422
    assert not unit.evaluations.exists()


def named(contact_id: int, day: str = "2008-06-02") -> dict[str, Any]:
    return {
        "form_key": str(uuid4()),
        "contact": contact_id,
        "starts_on": day,
        "influence": "4",
        "decision_power": "5",
    }


def test_k1_naming_another_key_person_ends_the_first(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann)
    first, second = make_contact(ann, unit), make_contact(ann, unit, name="林主任")
    browser = as_user(ann)
    for person, day in ((first, "2008-06-02"), (second, "2008-06-20")):
        answer = browser.post(url("key_person_name", unit.pk), named(person.pk, day))
        assert answer.headers["Location"] == unit.get_absolute_url()
    assert [tenure.contact for tenure in unit.tenures.filter(ends_on=None)] == [second]
    page = browser.get(unit.get_absolute_url())
    assert "key person since 2008-06-20" in page.text
    listed = [(person, since is not None) for person, since, _role in page.context["people"]]
    assert listed == [(second, True), (first, False)]


def test_k1_the_form_says_whose_time_ends(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann)
    first, browser = make_contact(ann, unit, name="林主任"), as_user(ann)
    browser.post(url("key_person_name", unit.pk), named(first.pk))
    page = browser.get(url("key_person_name", unit.pk))
    assert dict(page.context["summary"])["Key person now"] == first
    assert "The present one ends on the day the new one begins." in page.text


@pytest.mark.parametrize("day", ["2008-13-40", "", "yesterday"])
def test_k1_a_day_that_is_none_is_refused(ann: User, as_user: Browser, day: str) -> None:
    unit = make_unit(ann)
    answer = as_user(ann).post(
        url("key_person_name", unit.pk), named(make_contact(ann, unit).pk, day)
    )
    assert answer.status_code == 422
    assert "starts_on" in answer.context["form"].errors
    assert not unit.tenures.exists()


def test_k1_somebody_of_another_unit_cannot_be_chosen(ann: User, as_user: Browser) -> None:
    unit, other = make_unit(ann), make_unit(ann, "泉州商会")
    answer = as_user(ann).post(url("key_person_name", unit.pk), named(make_contact(ann, other).pk))
    assert answer.status_code == 422
    assert "contact" in answer.context["form"].errors
