"""What happened between a merge and its undoing: the right result, or a sentence why not (U8)."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.services.people import person_leave
from core import registry
from core.errors import DomainError
from tests.units.factories import make_contact, make_unit
from tests.units.merging import merged, snapshot, sound, two
from units.models import Contact, KeyPersonTenure, Merge, Unit
from units.services import (
    contact_edit,
    key_person_name,
    merge_undo,
    unit_edit,
    unit_release,
)
from units.services.erasure import contact_erase
from units.services.merge_undo import undo_refusals

pytestmark = pytest.mark.django_db


def edit(record: Any, by: User, **facts: Any) -> None:
    record.refresh_from_db()
    if isinstance(record, Unit):
        unit_edit(unit_id=record.pk, version=record.version, facts=facts, by=by)
    else:
        contact_edit(contact_id=record.pk, version=record.version, facts=facts, by=by)
    record.refresh_from_db()


def people(by: User) -> tuple[Contact, Contact]:
    unit = make_unit(by)
    mobiles = ("13900139000", "13900139001")
    one, other = (make_contact(by, unit, name="王小明", mobile=mobile) for mobile in mobiles)
    return one, other


def undone(merge: Merge, by: User) -> None:
    merge_undo(merge_id=merge.pk, by=by)
    sound()


# --- edited since ---------------------------------------------------------------------------------


def test_u8_a_name_corrected_since_stays_where_it_was_taken_from_the_other(
    ann: User, manager: User
) -> None:
    survivor, gone = two(ann)
    merge = merged(survivor, gone, manager, take=["name"])
    edit(survivor, ann, name="温州商人总会")
    undone(merge, manager)
    names = Unit.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["温州商人总会", "温州总商会"]


def test_u8_the_others_name_given_to_the_one_that_stayed_is_told_in_a_sentence(
    ann: User, manager: User
) -> None:
    """Nobody wants it back: the merge took the worse name, and somebody wrote the better one."""
    survivor, gone = two(ann)
    merge = merged(survivor, gone, manager)
    edit(survivor, ann, name="温州总商会")
    with pytest.raises(DomainError, match="温州总商会 is the name of both by now"):
        merge_undo(merge_id=merge.pk, by=manager)
    edit(survivor, ann, name="温州商会")
    undone(merge, manager)


def test_u8_a_mobile_given_to_the_one_that_stayed_goes_back_to_whose_it_was(
    ann: User, manager: User
) -> None:
    survivor, gone = people(ann)
    merge = merged(survivor, gone, manager)
    edit(survivor, ann, mobile="13900139001")
    undone(merge, manager)
    numbers = dict(Contact.objects.values_list("pk", "mobile"))
    assert numbers == {survivor.pk: "+8613900139000", gone.pk: "+8613900139001"}


def test_u8_a_mobile_corrected_since_stays(ann: User, manager: User) -> None:
    survivor, gone = people(ann)
    merge = merged(survivor, gone, manager, take=["mobile"])
    edit(survivor, ann, mobile="13900139009")
    undone(merge, manager)
    survivor.refresh_from_db()
    assert survivor.mobile == "+8613900139009"


def test_u7_one_that_went_to_the_pool_since_stays_there_and_the_other_has_its_follower_again(
    ann: User, cai: User, manager: User
) -> None:
    survivor, gone = two(ann, cai)
    merge = merged(survivor, gone, manager)
    unit_release(unit_id=survivor.pk, why="Nobody has time.", by=manager)
    undone(merge, manager)
    owners = dict(Unit.objects.values_list("pk", "owner"))
    assert owners == {survivor.pk: None, gone.pk: cai.pk}


# --- moved since ----------------------------------------------------------------------------------


def test_u8_people_of_both_merged_since_are_parted_first(ann: User, manager: User) -> None:
    """Else one person would be of the one unit and key person of the other (K1)."""
    survivor, gone = two(ann)
    person, again = (make_contact(ann, unit, name="王小明") for unit in (survivor, gone))
    key_person_name(unit_id=gone.pk, contact_id=again.pk, starts_on=date(2008, 5, 1), by=ann)
    before = snapshot(survivor, gone, person, again)
    merge = merged(survivor, gone, manager)
    later = merged(person, again, manager)
    with pytest.raises(DomainError, match="王小明 came later"):
        merge_undo(merge_id=merge.pk, by=manager)
    merge_undo(merge_id=later.pk, by=manager)
    undone(merge, manager)
    now = snapshot(survivor, gone, person, again)
    assert now == before


def test_u8_people_of_one_of_the_two_merged_since_do_not_stand_in_the_way(
    ann: User, manager: User
) -> None:
    survivor, gone = two(ann)
    person, again = (make_contact(ann, gone, name="王小明") for _ in "ab")
    key_person_name(unit_id=gone.pk, contact_id=again.pk, starts_on=date(2008, 5, 1), by=ann)
    merge = merged(survivor, gone, manager)
    later = merged(person, again, manager)
    undone(merge, manager)
    assert set(gone.contacts.all()) == {person}
    assert KeyPersonTenure.objects.get().unit == gone
    undone(later, manager)
    assert set(gone.contacts.all()) == {person, again}


# --- erased since ---------------------------------------------------------------------------------


def test_l1_the_records_of_somebody_erased_since_stay_one_and_nothing_of_them_is_left(
    ann: User, manager: User, law: User
) -> None:
    survivor, gone = people(ann)
    merge = merged(survivor, gone, manager, take=["mobile"])
    contact_erase(contact_id=survivor.pk, by=law)
    merge.refresh_from_db()
    assert undo_refusals(merge, manager) == [
        "The person was erased meanwhile, so the two records stay one."
    ]
    assert (merge.before, merge.after, merge.steps.count()) == ({}, {}, 0)
    assert set(Contact.everything.values_list("mobile", flat=True)) == {""}
    sound()


def test_l1_two_units_are_parted_and_who_was_erased_since_stays_unreadable(
    ann: User, manager: User, law: User
) -> None:
    survivor, gone = two(ann)
    person = make_contact(ann, gone, name="王小明", mobile="13900139000")
    merge = merged(survivor, gone, manager)
    contact_erase(contact_id=person.pk, by=law)
    undone(merge, manager)
    person.refresh_from_db()
    assert (person.unit, person.mobile, person.erased_at is None) == (gone, "", False)
    assert person.name != "王小明"


def test_u8_what_cannot_be_undone_says_why_and_has_no_button(
    ann: User, manager: User, as_user: Any
) -> None:
    survivor, gone = two(ann)
    merge = merged(survivor, gone, manager)
    button = "Undo the merge</button>"
    assert button in as_user(manager).get(merge.undo_url()).text
    edit(survivor, ann, name="温州总商会")
    page = as_user(manager).get(merge.undo_url()).text
    assert "温州总商会 is the name of both by now" in page
    assert button not in page


def test_u8_who_has_left_since_holds_it_again_until_it_is_handed_over(
    ann: User, bob: User, manager: User, admin: User
) -> None:
    merge = merged(*two(ann, bob), manager)
    person_leave(user_id=bob.pk, by=admin)
    today = timezone.localdate()
    undone(merge, manager)
    assert Unit.objects.get(name="温州总商会").owner == bob
    assert any(bob.name in str(card.title) for card in registry.today(manager, today))
