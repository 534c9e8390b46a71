"""Registrations and arrivals (U6, I1)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Team, User
from core.errors import DomainError
from tests.units.factories import BUYER, dispute, make_contact, make_unit, register
from units.models import Arrival, Contact, Dispute, KeyPersonTenure, Registration, Unit
from units.services import arrival_record, customer_register, key_person_name


def test_u6_the_first_registration_protects_for_thirty_days(ann: User, team1: Team) -> None:
    registration = register(ann)
    assert (registration.owner, registration.team) == (ann, team1)
    assert registration.protected_until == timezone.localdate() + timedelta(days=30)


def test_u6_the_second_is_refused_and_a_dispute_is_opened(ann: User, cai: User) -> None:
    held = register(ann)
    opened = dispute(cai, name="小明")
    assert (opened.claimant, opened.holder, opened.state) == (cai, ann, "open")
    assert (opened.claimed_name, opened.protected_until) == ("小明", held.protected_until)
    assert Registration.objects.get().owner == ann
    assert Contact.objects.get().owner == ann


def test_u6_who_holds_a_customer_is_told_so(ann: User) -> None:
    register(ann)
    with pytest.raises(DomainError, match="hold this customer already"):
        customer_register(facts=BUYER, by=ann)
    assert not Dispute.objects.exists()


def test_u6_after_the_protection_another_may_register(ann: User, cai: User) -> None:
    register(ann, on=timezone.localdate() - timedelta(days=31))
    again = register(cai)
    assert (again.owner, again.contact.owner) == (cai, cai)
    assert Registration.objects.filter(live=True).count() == 1


def test_u6_on_its_last_day_a_protection_still_holds(ann: User, cai: User) -> None:
    register(ann, on=timezone.localdate() - timedelta(days=30))
    assert dispute(cai).holder == ann


def test_u5_a_registration_stands_in_the_customers_history(ann: User, cai: User) -> None:
    first = register(ann, on=timezone.localdate() - timedelta(days=31))
    register(cai)
    chain = first.contact.ownership_changes.values_list("from_owner", "to_owner")
    assert list(chain) == [(ann.pk, cai.pk), (None, ann.pk)]


def test_u5_the_people_of_a_protected_unit_are_registered_by_nobody_else(
    ann: User, bob: User, cai: User
) -> None:
    unit = make_unit(ann)
    person = make_contact(ann, unit, **BUYER)
    for other in (bob, cai):
        with pytest.raises(DomainError, match="protected for somebody else until") as refused:
            register(other)
        assert (refused.value.field, ann.name in str(refused.value)) == ("mobile", False)
    person.refresh_from_db()
    assert (person.owner, Registration.objects.count(), Dispute.objects.count()) == (ann, 0, 0)
    assert register(ann).contact == person


def test_u5_when_the_units_protection_is_over_its_people_are_free(ann: User, cai: User) -> None:
    unit = make_unit(ann)
    make_contact(ann, unit, **BUYER)
    Unit.objects.update(protected_until=timezone.localdate() - timedelta(days=1))
    assert register(cai).owner == cai


def test_u5_a_key_person_stays_with_the_unit_after_a_registration_ran_out(
    ann: User, cai: User
) -> None:
    unit = make_unit(ann)
    registration = register(ann, on=timezone.localdate() - timedelta(days=31))
    Contact.objects.update(unit=unit)
    today = timezone.localdate()
    key_person_name(unit_id=unit.pk, contact_id=registration.contact_id, starts_on=today, by=ann)
    with pytest.raises(DomainError, match="protected for somebody else"):
        register(cai)
    KeyPersonTenure.objects.all().delete()
    assert register(cai).owner == cai


def test_u6_a_new_customer_may_be_registered_into_a_colleagues_unit(ann: User, bob: User) -> None:
    unit = make_unit(ann)
    made = customer_register(facts=BUYER, unit_id=unit.pk, by=bob)
    assert isinstance(made, Registration)
    assert (made.contact.unit, made.contact.owner) == (unit, bob)


def test_l1_what_the_customer_agreed_to_is_kept(ann: User) -> None:
    made = customer_register(facts=BUYER, consents=("service",), by=ann)
    assert list(made.contact.consents.values_list("purpose", "given")) == [("service", True)]


def test_i1_an_arrival_counts_for_who_registered_whoever_records_it(
    ann: User, bob: User, team1: Team
) -> None:
    registration = register(ann)
    arrival = arrival_record(contact_id=registration.contact_id, by=bob)
    assert (arrival.owner, arrival.team, arrival.recorded_by) == (ann, team1, bob)


def test_u6_an_arrival_renews_the_protection(ann: User) -> None:
    today = timezone.localdate()
    registration = register(ann, on=today - timedelta(days=20))
    arrival_record(contact_id=registration.contact_id, by=ann)
    registration.refresh_from_db()
    assert registration.protected_until == today + timedelta(days=30)


def test_i1_one_arrival_a_day(ann: User) -> None:
    registration = register(ann)
    arrival_record(contact_id=registration.contact_id, by=ann)
    with pytest.raises(DomainError, match="recorded for that day"):
        arrival_record(contact_id=registration.contact_id, by=ann)
    assert Arrival.objects.count() == 1


def test_i1_a_day_to_come_is_refused(ann: User) -> None:
    registration = register(ann)
    with pytest.raises(DomainError, match="still to come"):
        arrival_record(
            contact_id=registration.contact_id,
            by=ann,
            arrived_on=timezone.localdate() + timedelta(days=1),
        )


def test_u6_an_arrival_after_the_end_does_not_bring_the_protection_back(
    ann: User, cai: User
) -> None:
    over = register(ann, on=timezone.localdate() - timedelta(days=40))
    arrival_record(contact_id=over.contact_id, by=ann)
    assert register(cai).owner == cai
