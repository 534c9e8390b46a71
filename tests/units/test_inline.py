"""Rows of a unit and a person edited where they stand; where each fact stands from (U2, V4)."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.units.factories import make_category, make_contact, make_unit
from units.models import Contact, Unit
from units.services import unit_edit, unit_learn

Browser = Callable[[Any], Client]
HTMX = {"HX-Request": "true"}


def row(unit: Unit, name: str) -> str:
    """Where a row of the unit is edited."""
    return f"{reverse('unit_edit', args=[unit.pk])}?only={name}"


def sent(unit: Unit, **typed: Any) -> dict[str, Any]:
    """What the form of one row sends: what was shown at first is `initial-…`."""
    return {"form_key": str(uuid4()), "version": unit.version, **typed}


def test_u2_a_row_is_edited_alone_and_comes_back_as_it_is(ann: User, as_user: Browser) -> None:
    unit, browser = make_unit(ann, address="江滨路 1"), as_user(ann)
    opened = browser.get(row(unit, "address"), headers=HTMX).text
    assert "<html" not in opened
    assert 'name="address"' in opened
    assert '<input type="hidden" name="initial-address" value="江滨路 1"' in opened
    assert 'name="headcount"' not in opened
    typed = sent(unit, address="新门街 6", **{"initial-address": "江滨路 1"})
    answer = browser.post(row(unit, "address"), typed, headers=HTMX)
    assert (answer.status_code, "tuoke:saved" in answer.headers["HX-Trigger"]) == (200, True)
    assert "新门街 6" in answer.text
    assert "entered" in answer.text
    (fact,) = unit.facts.all()
    assert (fact.field, fact.was, fact.value) == ("address", "江滨路 1", "新门街 6")


def test_u2_without_a_script_the_row_is_a_page(ann: User, as_user: Browser) -> None:
    unit, browser = make_unit(ann), as_user(ann)
    assert "<html" in browser.get(row(unit, "address")).text
    answer = browser.post(row(unit, "address"), sent(unit, address="新门街 6"))
    assert answer.headers["Location"] == unit.get_absolute_url()
    assert unit.facts.get().value == "新门街 6"


def test_v4_what_another_saved_meanwhile_in_this_row_is_shown_and_kept(
    ann: User, bob: User, as_user: Browser
) -> None:
    unit, browser = make_unit(ann, address="江滨路 1"), as_user(ann)
    unit_edit(unit_id=unit.pk, version=1, facts={"address": "别处"}, by=bob)
    typed = sent(unit, address="新门街 6", **{"initial-address": "江滨路 1"})
    answer = browser.post(row(unit, "address"), typed, headers=HTMX)
    assert answer.status_code == 422
    for text in ("Somebody else saved this", "Saved meanwhile: 别处", "新门街 6"):
        assert text in answer.text
    unit.refresh_from_db()
    assert unit.address == "别处"


def test_v4_what_another_saved_in_another_row_does_not_stand_in_the_way(
    ann: User, bob: User, as_user: Browser
) -> None:
    unit = make_unit(ann, address="江滨路 1", headcount=100)
    unit_edit(unit_id=unit.pk, version=1, facts={"headcount": 120}, by=bob)
    typed = sent(unit, address="新门街 6", **{"initial-address": "江滨路 1"})
    assert as_user(ann).post(row(unit, "address"), typed, headers=HTMX).status_code == 200
    unit.refresh_from_db()
    assert (unit.address, unit.headcount, unit.version) == ("新门街 6", 120, 3)


def test_v4_a_form_that_does_not_say_what_it_showed_is_checked_by_its_version(
    ann: User, bob: User, as_user: Browser
) -> None:
    unit = make_unit(ann)
    unit_edit(unit_id=unit.pk, version=1, facts={"headcount": 120}, by=bob)
    answer = as_user(ann).post(row(unit, "address"), sent(unit, address="X"), headers=HTMX)
    assert answer.status_code == 422


def test_u2_a_bad_value_stays_in_the_row_with_its_reason(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann)
    answer = as_user(ann).post(row(unit, "headcount"), sent(unit, headcount="abc"), headers=HTMX)
    assert answer.status_code == 422
    assert "Enter a whole number." in answer.text
    assert 'value="abc"' in answer.text


@pytest.mark.parametrize("name", ["nothing", "version", "owner", "team", "protected_until"])
def test_u5_only_facts_are_rows(ann: User, as_user: Browser, name: str) -> None:
    unit, browser = make_unit(ann), as_user(ann)
    assert browser.get(row(unit, name), headers=HTMX).status_code == 404
    assert browser.post(row(unit, name), sent(unit), headers=HTMX).status_code == 404


def test_u5_another_teams_row_is_not_there(ann: User, cai: User, as_user: Browser) -> None:
    theirs = make_unit(cai)
    assert as_user(ann).get(row(theirs, "address"), headers=HTMX).status_code == 404


def test_u2_both_coordinates_are_one_row(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann)
    typed = sent(unit, latitude="24.898", longitude="118.582")
    answer = as_user(ann).post(row(unit, "place"), typed, headers=HTMX)
    assert "24.898000, 118.582000" in answer.text


def test_u2_the_name_and_the_kind_stand_in_the_head_so_the_page_is_drawn_anew(
    ann: User, as_user: Browser
) -> None:
    unit = make_unit(ann)
    answer = as_user(ann).post(row(unit, "name"), sent(unit, name="温州商会"), headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


def test_u2_every_fact_says_where_it_stands_from(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann, address="江滨路 1")
    unit_learn(unit_id=unit.pk, facts={"industry": "商贸"}, source="visit", source_id=0, by=ann)
    page = as_user(ann).get(unit.get_absolute_url())
    rows = {fact.label: fact for _title, facts in page.context["known"] for fact in facts}
    assert (rows["Address"].stands.source, rows["Address"].stands.past_url) == ("entered", "")
    assert rows["Industry"].stands.source == "from a visit"
    assert "Private cars" in {fact.label for fact in page.context["unknown"]}
    assert page.text.count("fact-pencil") > 20


def test_u2_what_a_fact_was_before_is_told_on_demand(ann: User, as_user: Browser) -> None:
    unit = make_unit(ann, income="32000")
    other = make_category("bank", name="Bank", name_zh="银行")
    facts = {"income": "36000.00", "category": other}
    unit_edit(unit_id=unit.pk, version=1, facts=facts, by=ann)
    browser, url = as_user(ann), reverse("unit_facts", args=[unit.pk])
    text = browser.get(f"{url}?row=income").text
    assert "32,000.00" in text
    assert "36,000.00" in text
    text = browser.get(url).text
    assert "Chamber of commerce" in text
    assert "Bank" in text
    told = browser.get(f"{url}?row=address", headers={"X-Tuoke-Dialog": "d1 page"}).text
    assert "stood as it is" in told
    assert "<html" not in told


def test_u2_self_build_is_yes_no_and_how_much(ann: User, as_user: Browser) -> None:
    unit, browser = make_unit(ann), as_user(ann)
    browser.post(row(unit, "self_build_soon"), sent(unit, self_build_soon="yes"), headers=HTMX)
    unit.refresh_from_db()
    typed = sent(unit, self_build="两栋 120 套")
    browser.post(row(unit, "self_build"), typed, headers=HTMX)
    unit.refresh_from_db()
    assert (unit.self_build_soon, unit.self_build) == ("yes", "两栋 120 套")


def test_u2_several_people_each_have_a_role(ann: User, as_user: Browser) -> None:
    unit, browser = make_unit(ann), as_user(ann)
    first, second = (make_contact(ann, unit, name=name) for name in ("林主任", "陈会计"))
    for person, role in ((first, "decides"), (second, "finance")):
        url = f"{reverse('contact_edit', args=[person.pk])}?only=role"
        typed = {"form_key": str(uuid4()), "version": 1, "role": role, "initial-role": ""}
        assert browser.post(url, typed, headers=HTMX).status_code == 200
    text = browser.get(unit.get_absolute_url()).text
    assert "decides" in text
    assert "handles the money" in text
    found = browser.get(f"{reverse('contact_list')}?role=finance&unit={unit.pk}")
    assert found.context["page"].rows == [second]
    assert Contact.objects.get(pk=first.pk).version == 2


def test_u2_a_group_shows_its_branches_and_filters_the_list(
    ann: User, cai: User, as_user: Browser
) -> None:
    group, branch, strange = make_unit(ann, "集团"), make_unit(ann, "晋江厂"), make_unit(ann, "乙")
    theirs = make_unit(cai, "丙厂")
    Unit.objects.filter(pk__in=[branch.pk, theirs.pk]).update(parent=group)
    browser = as_user(ann)
    page = browser.get(group.get_absolute_url())
    assert (page.context["branches"], page.context["branch_count"]) == ([branch], 1)
    assert theirs.name not in page.text
    assert group.name in browser.get(branch.get_absolute_url()).text
    told = as_user(cai).get(theirs.get_absolute_url()).text
    assert "a unit of another team" in told
    assert group.name not in told
    found = browser.get(reverse("unit_list"), {"group": group.pk}).context["page"].rows
    assert set(found) == {group, branch}
    assert strange not in found
