"""The list of likely duplicates: what is on it, for whom, and how a pair leaves it (U8)."""

from typing import Any

import pytest

from accounts.models import User
from core.errors import DomainError
from core.models import AuditRecord
from tests.conftest import LATER
from tests.units.factories import make_contact, make_unit
from tests.units.merging import merged, sound
from tests.units.test_merge_people import sent
from units.models import Contact, NotSame, Unit
from units.selectors.pairs import LikelyPair, alike, contact_pairs, unit_pairs
from units.services import (
    contact_edit,
    contacts_not_same,
    identity_set,
    merge_undo,
    unit_edit,
    units_not_same,
)

pytestmark = pytest.mark.django_db
IDENTITY = "11010519491231002X"
PLACE = {"latitude": "24.907500", "longitude": "118.586500"}


def said(pairs: list[LikelyPair]) -> list[tuple[str, str, list[str]]]:
    return [
        (str(pair.stays), str(pair.goes), [str(reason) for reason in pair.reasons])
        for pair in pairs
    ]


# --- which pairs ----------------------------------------------------------------------------------


def test_u8_units_of_like_name_or_one_telephone_are_pairs_the_surest_first(
    ann: User, cai: User, manager: User
) -> None:
    make_unit(ann, "温州商会", **PLACE)
    make_unit(cai, "温州总商会", **PLACE)
    make_unit(ann, "晋江茶厂", telephone="0595-22280001")
    make_unit(cai, "德化瓷厂", telephone="(0595)22280001转8")
    make_unit(cai, "石狮鞋厂", **PLACE)  # a neighbour alone is no duplicate
    assert said(unit_pairs(manager)) == [
        ("晋江茶厂", "德化瓷厂", ["same telephone"]),
        ("温州商会", "温州总商会", ["one character apart"]),
    ]


def test_u8_numbered_schools_are_no_pair(ann: User, manager: User) -> None:
    for number in "一二三":
        make_unit(ann, f"泉州第{number}中学")
    assert unit_pairs(manager) == []


def test_u8_what_was_visited_more_is_proposed_to_stay(ann: User, manager: User) -> None:
    make_unit(ann, "温州商会")
    visited = make_unit(ann, "温州总商会")
    Unit.objects.filter(pk=visited.pk).update(visit_count=1)
    assert unit_pairs(manager)[0].stays == visited


def test_u8_people_of_one_sound_in_one_unit_or_of_one_identity_are_pairs(
    ann: User, manager: User
) -> None:
    unit, elsewhere = make_unit(ann), make_unit(ann, "晋江茶厂")
    for name, of in (("王小明", unit), ("王晓明", unit), ("王小明", elsewhere), ("李四", unit)):
        make_contact(ann, of, name=name)
    for person in Contact.objects.filter(name="李四") | Contact.objects.filter(unit=elsewhere):
        identity_set(contact_id=person.pk, number=IDENTITY, by=ann)
    assert sorted(said(contact_pairs(manager))) == [
        ("王小明", "李四", ["same identity number"]),
        ("王小明", "王晓明", ["sounds the same"]),
    ]


def test_u6_a_leader_sees_the_teams_own_pairs_alone(
    ann: User, cai: User, lead: User, manager: User
) -> None:
    make_unit(ann, "温州商会")
    make_unit(cai, "温州总商会")
    assert (len(unit_pairs(manager)), unit_pairs(lead)) == (1, [])
    make_unit(ann, "温州工商会")
    assert len(unit_pairs(lead)) == 1


# --- how a pair leaves ----------------------------------------------------------------------------


def test_u8_a_pair_found_to_be_two_is_not_proposed_again(
    ann: User, manager: User, as_user: Any
) -> None:
    one, other = make_unit(ann, "温州商会"), make_unit(ann, "温州总商会")
    browser = as_user(manager)
    assert "/not-same/" in browser.get("/units/duplicates/").text
    assert "Perhaps the same: 温州总商会" in browser.get(one.get_absolute_url() + LATER).text
    answer = browser.post(f"/units/{other.pk}/not-same/", {"other": one.pk}, follow=True)
    assert "They are not proposed again." in answer.text
    assert "Nothing looks like a duplicate" in answer.text
    assert "Perhaps the same" not in browser.get(one.get_absolute_url() + LATER).text
    assert alike(one, manager) == []
    kept = NotSame.objects.get()
    assert (kept.unit, kept.unit_too, kept.by) == (one, other, manager)
    assert AuditRecord.objects.filter(action="units.unit.not_same").count() == 1
    units_not_same(unit_id=one.pk, other_id=other.pk, by=manager)
    assert NotSame.objects.count() == 1


def test_u8_two_people_found_to_be_two_are_not_proposed_again(ann: User, manager: User) -> None:
    unit = make_unit(ann)
    one, other = (make_contact(ann, unit, name="王小明") for _ in "ab")
    assert len(contact_pairs(manager)) == len(alike(one, manager)) == 1
    contacts_not_same(contact_id=other.pk, other_id=one.pk, by=manager)
    assert contact_pairs(manager) == alike(one, manager) == []


def test_u8_who_may_not_merge_finds_two_neither(
    ann: User, cai: User, lead: User, as_user: Any
) -> None:
    mine, theirs = make_unit(ann, "温州商会"), make_unit(cai, "温州总商会")
    with pytest.raises(DomainError, match="team's own"):
        units_not_same(unit_id=mine.pk, other_id=theirs.pk, by=lead)
    with pytest.raises(DomainError, match="two records"):
        units_not_same(unit_id=mine.pk, other_id=mine.pk, by=lead)
    assert as_user(ann).get("/units/duplicates/").status_code == 403
    assert "Perhaps the same" not in as_user(ann).get(mine.get_absolute_url() + LATER).text


def test_u8_a_merged_pair_is_gone_from_the_list_and_back_after_the_undo(
    ann: User, manager: User
) -> None:
    one, other = make_unit(ann, "温州商会"), make_unit(ann, "温州总商会")
    third = make_unit(ann, "温州工商会")
    units_not_same(unit_id=one.pk, other_id=third.pk, by=manager)
    units_not_same(unit_id=other.pk, other_id=third.pk, by=manager)
    merge = merged(one, other, manager)
    assert unit_pairs(manager) == []
    merge_undo(merge_id=merge.pk, by=manager)
    assert said(unit_pairs(manager)) == [("温州商会", "温州总商会", ["one character apart"])]
    assert NotSame.objects.filter(unit_too=third).count() == 2
    sound()


# --- the comparison -------------------------------------------------------------------------------


def test_u8_the_other_record_to_stay_draws_its_own_values_and_counts(
    ann: User, manager: User, as_user: Any
) -> None:
    one = make_unit(ann, "温州商会", headcount=1)
    other = make_unit(ann, "温州总商会", headcount=2, address="江滨路 1 号")
    make_contact(ann, one)
    url = f"/units/{one.pk}/merge/?other={other.pk}"
    browser = as_user(manager)
    page = browser.get(f"{url}&keep=right", headers={"HX-Request": "true"})
    assert "<!doctype" not in page.text
    form = page.context["form"]
    assert {line.name: side for line, side in form.contested} == {
        "name": "right",
        "headcount": "right",
    }
    assert {line.name: side for line, side in form.filled} == {"address": "right"}
    assert (page.context["stays"], page.context["goes"]) == (other, one)
    (row,) = page.context["coming"]
    assert (row.label, row.survivor, row.coming, row.together) == ("Contacts", 0, 1, 1)
    left = browser.get(url).context
    assert (left["stays"], left["coming"]) == (one, [])
    assert {line.name: side for line, side in left["form"].filled} == {"address": "right"}


def test_u8_where_neither_way_goes_neither_is_offered(
    ann: User, cai: User, lead: User, manager: User, as_user: Any
) -> None:
    one, other = make_unit(ann, "温州商会"), make_unit(ann, "温州总商会")
    Unit.objects.filter(pk=other.pk).update(parent=one)
    page = as_user(manager).get(f"/units/{one.pk}/merge/?other={other.pk}")
    assert "Take it out of the group first" in page.text
    assert page.context["swap"] == ""  # neither way goes
    assert "Merge into" not in page.text


def test_u8_half_a_place_is_never_taken(ann: User, manager: User, as_user: Any) -> None:
    one = make_unit(ann, "温州商会", latitude="24.900000", longitude="118.600000")
    other = make_unit(ann, "温州总商会", **PLACE)
    url = f"/units/{one.pk}/merge/?other={other.pk}"
    assert "24.907500, 118.586500" in as_user(manager).get(url).text
    typed = {"keep": "left", "take_name": "left", "take_latitude": "right"}
    sent(as_user(manager), url, other=other.pk, **typed)
    one.refresh_from_db()
    assert (str(one.latitude), str(one.longitude)) == ("24.907500", "118.586500")


def test_k6_a_birthday_is_taken_on_both_calendars(ann: User, manager: User, as_user: Any) -> None:
    unit = make_unit(ann)
    one, other = (make_contact(ann, unit, name="王小明") for _ in "ab")
    born = {"birthday": "1956-09-09", "lunar_birthday": "1956-08-05"}
    facts = {**born, "mobile": "13900139000", "helps": ["stand"]}
    contact_edit(contact_id=other.pk, version=other.version, facts=facts, by=ann)
    url = f"/contacts/{one.pk}/merge/?other={other.pk}"
    page = as_user(manager).get(url).text
    for said in ("1956-09-09 (1956-08-05)", "139 0013 9000", "a display stand"):
        assert said in page
    taken = dict.fromkeys(("take_birthday", "take_mobile", "take_helps"), "right")
    sent(as_user(manager), url, other=other.pk, keep="left", **taken)
    one.refresh_from_db()
    assert (str(one.birthday), one.lunar_birthday) == ("1956-09-09", "1956-08-05")


def test_u8_an_old_address_says_where_it_led(ann: User, manager: User, as_user: Any) -> None:
    one, other = make_unit(ann, "温州商会"), make_unit(ann, "温州总商会")
    unit_edit(unit_id=one.pk, version=one.version, facts={"headcount": 3}, by=ann)
    merged(one, other, manager)
    page = as_user(ann).get(other.get_absolute_url(), follow=True)
    assert page.redirect_chain[-1][0] == one.get_absolute_url()
    assert "The record you asked for became part of this one." in page.text


def test_u8_the_undo_says_what_goes_back(ann: User, manager: User, as_user: Any) -> None:
    one, other = make_unit(ann, "温州商会"), make_unit(ann, "温州总商会")
    make_contact(ann, other)
    merge = merged(one, other, manager)
    page = as_user(manager).get(merge.undo_url()).text
    assert "Contacts 1" in page
    assert "Likeness" not in page
