"""The sales centre's desk: the last four digits, known or new, who brought them (U6, I1)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, User
from core.commands import execute
from core.errors import DomainError
from tests.conftest import names
from tests.units.factories import make_contact, make_unit
from units.models import Arrival, Contact, LookUp, Registration
from units.selectors.desk import people_ending_in
from units.services import customer_register
from units.services.desk import desk_arrival, desk_walk_in

ANNS = {"name": "陈水明", "mobile": "13800138001"}


@pytest.fixture
def anns(ann: User) -> Contact:
    registration = execute(customer_register, facts=ANNS, by=ann)
    contact: Contact = registration.contact
    return contact


def over(contact: Contact) -> None:
    """Their protection ended yesterday."""
    ended = timezone.localdate() - timedelta(days=1)
    Registration.objects.filter(contact=contact).update(protected_until=ended)


def test_u6_the_desk_finds_by_the_last_four_digits_across_owners_and_masks(
    client: Client, ann: User, cai: User, anns: Contact
) -> None:
    client.force_login(cai)
    page = client.post(reverse("arrival_desk"), {"digits": "8001"}).text
    assert "陈**" in page
    assert "水明" not in page
    assert "138****8001" in page
    assert not names(page.split("<main")[1], ann)
    assert anns.get_absolute_url() not in page


def test_u6_ones_own_customer_is_shown_whole(client: Client, ann: User, anns: Contact) -> None:
    client.force_login(ann)
    page = client.post(reverse("arrival_desk"), {"digits": "8001"}).text
    assert "陈水明" in page
    assert anns.get_absolute_url() in page


@pytest.mark.parametrize("digits", ["801", "80011", "八零零一", "", "8 01"])
def test_u6_fewer_or_more_than_four_digits_find_nobody(
    client: Client, ann: User, anns: Contact, digits: str
) -> None:
    client.force_login(ann)
    answer = client.post(reverse("arrival_desk"), {"digits": digits})
    assert answer.status_code == 422
    assert "陈" not in answer.text


def test_u8_each_look_up_of_the_desk_is_recorded_without_the_digits(
    client: Client, cai: User, anns: Contact
) -> None:
    client.force_login(cai)
    client.post(reverse("arrival_desk"), {"digits": "8001"})
    row = LookUp.objects.get(by=cai)
    assert (row.hits, row.hidden) == (1, 1)
    assert "8001" not in f"{row.name}{row.number}"


def test_i1_the_arrival_counts_for_who_brought_them_and_they_hear_of_it(
    client: Client, cai: User, ann: User, anns: Contact
) -> None:
    client.force_login(cai)
    page = client.post(
        reverse("desk_arrival"), {"contact_id": anns.pk, "digits": "8001"}, follow=True
    )
    arrival = Arrival.objects.get()
    assert (arrival.owner, arrival.recorded_by) == (ann, cai)
    assert "Brought by Ann (Team 1)" in page.text
    assert Notification.objects.filter(user=ann, kind="units.arrival").count() == 1


def test_u6_a_key_alone_reaches_nobody(cai: User, anns: Contact) -> None:
    for digits in ("8002", "", "x"):
        with pytest.raises(DomainError, match="Look them up again"):
            execute(desk_arrival, contact_id=anns.pk, digits=digits, by=cai)
    assert not Arrival.objects.exists()


def test_u6_twice_on_one_day_is_said_and_recorded_once(
    client: Client, cai: User, anns: Contact
) -> None:
    client.force_login(cai)
    chosen = {"contact_id": anns.pk, "digits": "8001"}
    client.post(reverse("desk_arrival"), chosen)
    answer = client.post(reverse("desk_arrival"), chosen)
    assert answer.status_code == 422
    assert "is recorded for that day" in answer.text
    assert Arrival.objects.count() == 1
    assert "has come today" in client.post(reverse("arrival_desk"), {"digits": "8001"}).text


def test_e2_somebody_new_is_registered_to_who_receives_them_and_has_arrived(
    client: Client, cai: User
) -> None:
    client.force_login(cai)
    page = client.post(
        reverse("desk_walk_in"), {"name": "林新", "mobile": "13900139001"}, follow=True
    )
    arrival = Arrival.objects.get()
    assert arrival.owner == cai
    assert arrival.contact.source == Contact.Source.WALK_IN
    assert arrival.contact.registrations.get().owner == cai
    assert "They came for you: the arrival counts for Team 2." in page.text
    assert "have been told" not in page.text


def test_u6_who_is_protected_has_come_for_who_holds_them(
    cai: User, ann: User, anns: Contact
) -> None:
    arrival = execute(desk_walk_in, facts={**ANNS, "name": "陈"}, by=cai)
    assert arrival.owner == ann
    assert Registration.objects.count() == 1


def test_u5_one_of_a_units_people_has_come_for_who_follows_the_unit(cai: User, ann: User) -> None:
    person = make_contact(ann, make_unit(ann), **ANNS)
    arrival = execute(desk_walk_in, facts=ANNS, consents=("service",), by=cai)
    assert (arrival.owner, arrival.recorded_by) == (ann, cai)
    assert Registration.objects.get(contact=person, live=True).owner == ann
    assert Contact.objects.get().owner == ann
    assert Notification.objects.filter(user=ann, kind="units.arrival").count() == 1
    assert person.consents.get().by == cai


def test_u6_whose_protection_is_over_is_registered_anew(cai: User, anns: Contact) -> None:
    over(anns)
    arrival = execute(desk_walk_in, facts=ANNS, by=cai)
    assert arrival.owner == cai
    assert Registration.objects.get(live=True).owner == cai


def test_u6_a_bad_number_of_a_visitor_keeps_what_was_typed(client: Client, cai: User) -> None:
    client.force_login(cai)
    answer = client.post(reverse("desk_walk_in"), {"name": "林新", "mobile": "12"})
    assert answer.status_code == 422
    assert "林新" in answer.text


def test_u6_another_projects_people_are_not_found(
    client: Client, ann: User, anns: Contact, cai: User
) -> None:
    cai.projects.clear()
    assert people_ending_in("8001", cai) == []
    assert len(people_ending_in("8001", ann)) == 1


def test_u6_who_is_known_but_not_registered_is_received_as_new(client: Client, ann: User) -> None:
    make_contact(by=ann, mobile="13700137001")
    client.force_login(ann)
    page = client.post(reverse("arrival_desk"), {"digits": "7001"}).text
    assert "not registered" in page
    assert reverse("desk_walk_in") in page


def test_u6_who_is_known_but_not_registered_is_not_typed_once_more(
    client: Client, ann: User, cai: User
) -> None:
    person = make_contact(ann, None, name="陈水明", mobile="+8613800138001")
    address = f"{reverse('desk_walk_in')}?contact={person.pk}"
    client.force_login(ann)
    assert address in client.post(reverse("arrival_desk"), {"digits": "8001"}).text
    page = client.get(address).text
    assert "陈水明" in page
    assert "138 0013 8001" in page
    client.force_login(cai)  # sees them nowhere, nor here
    assert "陈水明" not in client.get(address).text


@pytest.mark.parametrize("known", [False, True])
def test_l1_what_a_visitor_agrees_to_at_the_desk_is_kept(
    client: Client, cai: User, ann: User, known: bool
) -> None:
    if known:
        execute(customer_register, facts=ANNS, by=ann)
    client.force_login(cai)
    client.post(reverse("desk_walk_in"), {**ANNS, "agrees_service": "on"})
    contact = Contact.objects.get(mobile="+8613800138001")
    assert [(row.purpose, row.given) for row in contact.consents.all()] == [("service", True)]
