"""Two records of one person made one and parted again, and the pages of both kinds (U8, U6, L1)."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import User
from core import merging
from core.errors import DomainError
from core.merging import Pair
from tests.conftest import LATER
from tests.units.factories import make_category, make_contact, make_unit
from tests.units.merging import merged, snapshot, sound, two
from units.models import (
    Arrival,
    Contact,
    Merge,
    MergeStep,
    Registration,
    Unit,
)
from units.services import (
    arrival_record,
    consent_give,
    customer_register,
    identity_set,
    key_person_name,
    merge_undo,
    unit_assign,
)
from visits.services import report_start

IDENTITY = "11010519491231002X"

pytestmark = pytest.mark.django_db


# --- people ---------------------------------------------------------------------------------------


def people(by: User, **facts: Any) -> tuple[Contact, Contact]:
    unit = make_unit(by)
    first = make_contact(by, unit, name="王小明", mobile="13900139000")
    return first, make_contact(by, unit, name="王晓明", **facts)


def test_u8_a_person_takes_over_everything_and_undone_gives_it_back(
    ann: User, manager: User
) -> None:
    survivor, gone = people(ann, mobile="13900139001", official=True)
    unit = survivor.unit
    assert unit is not None
    key_person_name(unit_id=unit.pk, contact_id=gone.pk, starts_on=timezone.localdate(), by=ann)
    customer_register(facts={"name": "王晓明", "mobile": "13900139001"}, by=ann)
    arrival_record(contact_id=gone.pk, by=ann)
    identity_set(contact_id=gone.pk, number=IDENTITY, by=ann)
    consent_give(contact_id=gone.pk, purpose="marketing", given=True, evidence="paper", by=ann)
    survivor, gone = (Contact.objects.get(pk=row.pk) for row in (survivor, gone))
    before = snapshot(survivor, gone)
    merge = merged(survivor, gone, manager, take=["name", "mobile"])
    survivor.refresh_from_db()
    assert (survivor.name, survivor.mobile, survivor.official) == ("王晓明", "+8613900139001", True)
    assert (survivor.id_hash, survivor.tenures.count()) == (gone.id_hash, 1)
    assert Registration.objects.get(live=True).contact == survivor
    assert Arrival.objects.get().contact == survivor
    sound()
    merge_undo(merge_id=merge.pk, by=manager)
    assert snapshot(survivor, gone) == before
    sound()


def test_u6_two_salespeoples_registrations_are_for_the_manager_to_settle(
    ann: User, cai: User, manager: User
) -> None:
    one = customer_register(facts={"name": "王小明", "mobile": "13900139000"}, by=ann).contact
    other = customer_register(facts={"name": "王小明", "mobile": "13900139001"}, by=cai).contact
    with pytest.raises(DomainError, match="two salespeople"):
        merged(one, other, manager)


def test_u6_of_two_registrations_of_one_salesperson_the_longer_lives_on(
    ann: User, manager: User
) -> None:
    one = customer_register(facts={"name": "王小明", "mobile": "13900139000"}, by=ann)
    other = customer_register(facts={"name": "王小明", "mobile": "13900139001"}, by=ann)
    Registration.objects.filter(pk=one.pk).update(
        protected_until=timezone.localdate() + timedelta(days=3)
    )
    merge = merged(one.contact, other.contact, manager)
    assert Registration.objects.get(live=True).pk == other.pk
    merge_undo(merge_id=merge.pk, by=manager)
    assert Registration.objects.filter(live=True).count() == 2
    sound()


def test_l1_a_refusal_is_not_covered_by_the_others_consent(ann: User, manager: User) -> None:
    one, other = people(ann)
    give: dict[str, Any] = {"purpose": "marketing", "evidence": "paper", "by": ann}
    consent_give(contact_id=other.pk, given=False, **give)
    consent_give(contact_id=one.pk, given=True, **give)
    with pytest.raises(DomainError, match="refused"):
        merged(one, other, manager)
    consent_give(contact_id=one.pk, given=False, **give)
    assert merged(one, other, manager)


def test_u8_two_identities_or_two_units_are_two_people(ann: User, manager: User) -> None:
    one, other = people(ann)
    identity_set(contact_id=one.pk, number=IDENTITY, by=ann)
    identity_set(contact_id=other.pk, number="440524188001010014", by=ann)
    with pytest.raises(DomainError, match="two people"):
        merged(one, other, manager)
    elsewhere = make_contact(ann, make_unit(ann, "晋江茶厂"), name="王小明")
    with pytest.raises(DomainError, match="two units"):
        merged(one, elsewhere, manager)


def test_u8_an_arrival_of_the_same_day_stays_with_the_old_record(ann: User, manager: User) -> None:
    one = customer_register(facts={"name": "王小明", "mobile": "13900139000"}, by=ann).contact
    other = customer_register(facts={"name": "王小明", "mobile": "13900139001"}, by=ann).contact
    for contact in (one, other):
        arrival_record(contact_id=contact.pk, by=ann)
    (line,) = (row for row in merging.preview(Pair(one, other)) if row.label == "Arrivals")
    assert (line.survivor, line.loser, line.staying) == (1, 1, 1)
    merged(one, other, manager)
    assert Arrival.objects.filter(contact=one).count() == 1
    assert Arrival.objects.count() == 2


def test_u8_steps_and_audit_hold_no_word_of_anybody(ann: User, manager: User) -> None:
    one, other = people(ann, mobile="13900139001")
    merged(one, other, manager, take=["name", "mobile"])
    record = apps.get_model("core.AuditRecord")
    kept = repr(list(MergeStep.objects.values())) + repr(list(record.objects.values("data")))
    for word in ("王", "139001390"):
        assert word not in kept


# --- the pages ------------------------------------------------------------------------------------


def sent(browser: Any, url: str, **typed: Any) -> Any:
    page = browser.get(url)
    key = str(page.context["form_key"])
    return browser.post(url, {"form_key": key, **typed})


def test_u8_the_pages_choose_compare_merge_and_undo(ann: User, lead: User, as_user: Any) -> None:
    survivor, gone = two(ann)
    browser = as_user(lead)
    page = browser.get(f"/units/{survivor.pk}/merge/").text
    assert f"?other={gone.pk}" in page  # proposed, as it looks the same
    chosen = sent(browser, f"/units/{survivor.pk}/merge/", other=gone.pk)
    assert chosen.headers["Location"].endswith(f"?other={gone.pk}")
    url = f"/units/{survivor.pk}/merge/?other={gone.pk}"
    text = browser.get(url).text
    for word in ("江滨路 1 号", "温州商会", "温州总商会", "What comes along"):
        assert word in text
    answer = sent(browser, url, other=gone.pk, keep="right", take_name="left", take_address="right")
    assert answer.headers["Location"] == gone.get_absolute_url()
    gone.refresh_from_db()
    assert (gone.name, gone.address) == ("温州商会", "江滨路 1 号")
    record = browser.get(gone.get_absolute_url() + LATER).text
    merge = Merge.objects.get()
    assert merge.undo_url() in record
    assert browser.get(merge.undo_url()).status_code == 200
    assert sent(browser, merge.undo_url()).status_code == 302
    assert Unit.objects.count() == 2


def test_u8_a_refused_merge_says_why_and_keeps_what_was_chosen(
    ann: User, manager: User, as_user: Any
) -> None:
    survivor, gone = two(ann)
    for unit in (survivor, gone):
        report_start(unit_id=unit.pk, by=ann)
    url = f"/units/{survivor.pk}/merge/?other={gone.pk}"
    typed = {"keep": "right", "take_name": "left", "take_address": "right", "why": "Twice"}
    answer = sent(as_user(manager), url, other=gone.pk, **typed)
    assert answer.status_code == 422
    assert "writing a report on both" in answer.text
    assert 'value="Twice"' in answer.text
    assert answer.context["stays"] == gone


def test_u8_who_sees_one_of_the_two_alone_cannot_name_the_other(
    ann: User, cai: User, lead: User, as_user: Any
) -> None:
    mine, theirs = two(ann, cai)
    browser = as_user(lead)
    page = browser.get(f"/units/{mine.pk}/merge/?other={theirs.pk}")
    assert "other" not in page.context or page.context.get("other") is None
    assert sent(browser, f"/units/{mine.pk}/merge/", other=theirs.pk).status_code == 422


def test_u5_a_unit_reassigned_after_the_merge_is_given_back_to_whom_it_was(
    ann: User, bob: User, cai: User, manager: User
) -> None:
    survivor, gone = two(ann, cai)
    merge = merged(survivor, gone, manager)
    unit_assign(unit_id=survivor.pk, owner=bob, why="Leaves", by=manager)
    merge_undo(merge_id=merge.pk, by=manager)
    gone.refresh_from_db()
    survivor.refresh_from_db()
    assert (survivor.owner, gone.owner) == (bob, cai)
    sound()


def test_u1_a_category_of_the_loser_may_be_taken(ann: User, manager: User) -> None:
    bank = make_category("bank", name="Bank", name_zh="银行", group_rule="none")
    survivor, gone = make_unit(ann, "温州商会"), make_unit(ann, "温州总商会", category=bank)
    merge = merged(survivor, gone, manager, take=["category"])
    survivor.refresh_from_db()
    assert survivor.category == bank
    merge_undo(merge_id=merge.pk, by=manager)
    survivor.refresh_from_db()
    assert survivor.category.code == "chamber"
