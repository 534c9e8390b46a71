"""Registrations and arrivals (U6, I1)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Team, User
from core.errors import DomainError
from units.models import Arrival, Registration
from units.services import arrival_record, customer_register

BUYER = {"name": "王小明", "mobile": "13900139000"}


def test_u6_the_first_registration_protects_for_thirty_days(ann: User, team1: Team) -> None:
    registration = customer_register(facts=BUYER, by=ann)
    assert (registration.owner, registration.team) == (ann, team1)
    assert registration.protected_until == timezone.localdate() + timedelta(days=30)


def test_u6_the_second_is_refused_and_not_told_by_whom(ann: User, cai: User) -> None:
    customer_register(facts=BUYER, by=ann)
    with pytest.raises(DomainError, match="protected until") as refusal:
        customer_register(facts=BUYER, by=cai)
    assert ann.name not in str(refusal.value)
    assert Registration.objects.get().owner == ann


def test_u6_after_the_protection_another_may_register(ann: User, cai: User) -> None:
    today = timezone.localdate()
    customer_register(facts=BUYER, by=ann, on=today - timedelta(days=31))
    again = customer_register(facts=BUYER, by=cai, on=today)
    assert again.owner == cai
    assert again.contact.owner == cai
    assert Registration.objects.filter(live=True).count() == 1


def test_i1_an_arrival_counts_for_who_registered_whoever_records_it(
    ann: User, bob: User, team1: Team
) -> None:
    registration = customer_register(facts=BUYER, by=ann)
    arrival = arrival_record(contact_id=registration.contact_id, by=bob)
    assert (arrival.owner, arrival.team, arrival.recorded_by) == (ann, team1, bob)


def test_u6_an_arrival_renews_the_protection(ann: User) -> None:
    today = timezone.localdate()
    registration = customer_register(facts=BUYER, by=ann, on=today - timedelta(days=20))
    arrival_record(contact_id=registration.contact_id, by=ann)
    registration.refresh_from_db()
    assert registration.protected_until == today + timedelta(days=30)


def test_i1_one_arrival_a_day(ann: User) -> None:
    registration = customer_register(facts=BUYER, by=ann)
    arrival_record(contact_id=registration.contact_id, by=ann)
    with pytest.raises(DomainError, match="recorded for that day"):
        arrival_record(contact_id=registration.contact_id, by=ann)
    assert Arrival.objects.count() == 1


def test_i1_a_day_to_come_is_refused(ann: User) -> None:
    registration = customer_register(facts=BUYER, by=ann)
    with pytest.raises(DomainError, match="still to come"):
        arrival_record(
            contact_id=registration.contact_id,
            by=ann,
            arrived_on=timezone.localdate() + timedelta(days=1),
        )
