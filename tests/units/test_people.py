"""People: key persons, consent, mobile and identity numbers (K1, K2, L1)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.errors import DomainError
from core.models import AuditRecord
from tests.units.factories import make_contact, make_unit
from units.models import Contact, KeyPersonTenure
from units.services import (
    consent_give,
    contact_edit,
    identity_set,
    key_person_end,
    key_person_name,
    unit_add_with_person,
)
from units.services.people import id_context

Browser = Callable[[Any], Client]


def edit(person: Contact, by: User, **facts: Any) -> Contact:
    person.refresh_from_db()
    return contact_edit(contact_id=person.pk, version=person.version, facts=facts, by=by)


def test_k1_naming_another_person_ends_the_first_tenure(ann: User) -> None:
    unit = make_unit(ann)
    first, second = make_contact(ann, unit), make_contact(ann, unit, name="林主任")
    key_person_name(unit_id=unit.pk, contact_id=first.pk, starts_on=date(2008, 6, 1), by=ann)
    key_person_name(unit_id=unit.pk, contact_id=second.pk, starts_on=date(2008, 6, 20), by=ann)
    assert list(KeyPersonTenure.objects.values_list("contact", "starts_on", "ends_on")) == [
        (second.pk, date(2008, 6, 20), None),
        (first.pk, date(2008, 6, 1), date(2008, 6, 20)),
    ]


def test_k1_naming_the_same_person_again_changes_nothing(ann: User) -> None:
    unit = make_unit(ann)
    person = make_contact(ann, unit)
    for day in (1, 9):
        key_person_name(unit_id=unit.pk, contact_id=person.pk, starts_on=date(2008, 6, day), by=ann)
    assert KeyPersonTenure.objects.get().starts_on == date(2008, 6, 1)


def test_k1_a_day_inside_an_earlier_tenure_is_refused(ann: User) -> None:
    unit = make_unit(ann)
    first, second = make_contact(ann, unit), make_contact(ann, unit, name="林主任")
    key_person_name(unit_id=unit.pk, contact_id=first.pk, starts_on=date(2008, 6, 1), by=ann)
    key_person_end(unit_id=unit.pk, ends_on=date(2008, 6, 20), by=ann)
    with pytest.raises(DomainError, match="Somebody else was key person"):
        key_person_name(unit_id=unit.pk, contact_id=second.pk, starts_on=date(2008, 6, 10), by=ann)


def test_k1_the_database_itself_refuses_an_overlap(ann: User) -> None:
    unit = make_unit(ann)
    person = make_contact(ann, unit)
    row = {"unit": unit, "contact": person, "named_by": ann}
    KeyPersonTenure.objects.create(starts_on=date(2008, 6, 1), ends_on=date(2008, 6, 20), **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyPersonTenure.objects.create(
            starts_on=date(2008, 6, 19), ends_on=date(2008, 6, 30), **row
        )
    KeyPersonTenure.objects.create(starts_on=date(2008, 6, 20), **row)


def test_k1_a_person_of_another_unit_is_refused(ann: User) -> None:
    unit, other = make_unit(ann), make_unit(ann, "泉州商会")
    stranger = make_contact(ann, other)
    with pytest.raises(DomainError, match="another unit"):
        key_person_name(unit_id=unit.pk, contact_id=stranger.pk, starts_on=date(2008, 6, 1), by=ann)


def test_k2_a_unit_may_be_added_with_its_key_person(ann: User) -> None:
    from tests.units.factories import make_category

    unit = unit_add_with_person(
        facts={"name": "温州商会", "category": make_category()},
        person={"name": "陈会长", "position": "会长", "mobile": "138 0013 8000"},
        by=ann,
    )
    tenure = unit.tenures.get()
    assert (tenure.contact.name, tenure.contact.mobile) == ("陈会长", "+8613800138000")


def test_u6_one_mobile_number_is_one_person_in_a_project(ann: User, cai: User) -> None:
    make_contact(ann, make_unit(ann), mobile="13800138000")
    with pytest.raises(DomainError) as refusal:
        make_contact(cai, make_unit(cai, "泉州商会"), mobile="+86 138-0013-8000")
    assert refusal.value.field == "mobile"


def test_l1_the_newest_answer_counts_and_the_older_stays(ann: User) -> None:
    person = make_contact(ann, make_unit(ann))
    for given in (True, False):
        consent_give(
            contact_id=person.pk, purpose="marketing", given=given, evidence="slip", by=ann
        )
    assert [row.given for row in person.consents.all()] == [False, True]


def test_l1_an_identity_number_is_kept_encrypted_and_checked(ann: User, fin1: User) -> None:
    from core import crypto

    person = make_contact(ann, make_unit(ann))
    with pytest.raises(DomainError, match="no valid identity number"):
        identity_set(contact_id=person.pk, number="11010519491231002Y", by=fin1)
    identity_set(contact_id=person.pk, number="11010519491231002x", by=fin1)
    person = Contact.objects.get(pk=person.pk)
    assert "1949" not in person.id_number
    assert crypto.decrypt(person.id_number, context=id_context(person)) == "11010519491231002X"
    with pytest.raises(DomainError, match="Another identity number"):
        identity_set(contact_id=person.pk, number="440524188001010014", by=fin1)


def test_v4_two_editors_of_a_person(ann: User, bob: User) -> None:
    person = make_contact(ann, make_unit(ann))
    contact_edit(contact_id=person.pk, version=1, facts={"position": "会长"}, by=ann)
    with pytest.raises(DomainError, match="Somebody else saved this"):
        contact_edit(contact_id=person.pk, version=1, facts={"position": "主任"}, by=bob)


def test_l2_nobody_in_sales_says_that_somebody_is_no_official(
    ann: User, manager: User, law: User
) -> None:
    person = make_contact(ann, make_unit(ann), official=True)
    for by in (ann, manager):
        with pytest.raises(DomainError, match="Only compliance corrects") as refused:
            edit(person, by, official=False)
        assert refused.value.field == "official"
    assert edit(person, ann, position="Chair").official
    assert not edit(person, law, official=False).official


def test_p3_a_customer_of_no_unit_is_put_into_one_and_stays_there(
    ann: User, cai: User, as_user: Browser
) -> None:
    person, unit, other = make_contact(cai), make_unit(ann), make_unit(ann, "泉州商会")
    Contact.objects.update(owner=ann, team=unit.team)
    browser, page = as_user(ann), reverse("contact_edit", args=[person.pk])
    typed = {"name": person.name, "version": person.version, "unit": unit.pk}
    assert browser.post(page, typed).status_code == 302
    person.refresh_from_db()
    assert (person.unit, person.owner) == (unit, ann)
    assert AuditRecord.objects.filter(action="units.contact.joined").count() == 1
    assert "unit" not in browser.get(page).context["form"].fields
    with pytest.raises(DomainError, match="another unit already"):
        edit(person, ann, unit=other)


def test_u5_nobody_is_put_into_a_unit_one_does_not_see(
    ann: User, cai: User, as_user: Browser
) -> None:
    person, theirs = make_contact(ann), make_unit(cai)
    page = reverse("contact_edit", args=[person.pk])
    typed = {"name": person.name, "version": person.version, "unit": theirs.pk}
    answer = as_user(ann).post(page, typed)
    assert "unit" in answer.context["form"].errors
    assert theirs.name not in answer.text
