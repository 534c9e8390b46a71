"""The public pool: filled, warned of, claimed from, put back into (U7)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Notification, Team, User
from core import registry
from core.errors import DomainError
from core.models import PolicyRow
from tests.units.factories import make_contact, make_unit, register, set_policy
from units.models import (
    Claim,
    Contact,
    OwnershipChange,
    PooledContact,
    PooledUnit,
    Registration,
    Unit,
)
from units.policies import OwnershipPolicy
from units.services import (
    contact_made,
    customer_claim,
    customer_register,
    customer_release,
    pool_fill,
    pool_warn,
    unit_assign,
    unit_claim,
    unit_release,
)

Browser = Callable[[Any], Client]


def idle(row: Unit | Contact, days: int) -> None:
    """As if nobody had been in touch for so long."""
    since = timezone.localdate() - timedelta(days=days)
    type(row).objects.filter(pk=row.pk).update(idle_since=since)


def fill() -> int:
    return pool_fill(day=timezone.localdate())


def pooled(by: User, name: str = "丙商会", **facts: Any) -> Unit:
    """A unit in the pool, followed by `by` before."""
    unit = make_unit(by, name, **facts)
    idle(unit, 31)
    fill()
    unit.refresh_from_db()
    return unit


@pytest.mark.parametrize(("days", "gone"), [(29, False), (30, False), (31, True), (90, True)])
def test_u7_a_unit_goes_into_the_pool_after_thirty_days_without_contact(
    ann: User, days: int, gone: bool
) -> None:
    unit = make_unit(ann)
    idle(unit, days)
    assert (fill(), fill()) == (int(gone), 0)
    unit.refresh_from_db()
    assert (unit.owner is None, unit.pooled_at is not None) == (gone, gone)


def test_u7_the_change_is_recorded_and_its_owner_is_told_once(ann: User) -> None:
    unit = pooled(ann)
    fill()
    last = unit.ownership_changes.first()
    assert last is not None
    assert (last.from_owner, last.to_owner, last.by) == (ann, None, None)
    with translation.override("zh-hans"):  # whatever the worker speaks
        assert last.because == "整个宽限期内没有联系"
    assert Notification.objects.filter(user=ann, kind="units.pool.lost").count() == 1


def test_u7_a_contact_in_time_keeps_the_unit(ann: User) -> None:
    unit = make_unit(ann)
    idle(unit, 31)
    contact_made(unit_id=unit.pk, at=timezone.now(), by=ann)
    assert fill() == 0


def test_u7_a_customer_goes_too_and_their_protection_ends(ann: User) -> None:
    held = register(ann, on=timezone.localdate() - timedelta(days=31))
    idle(held.contact, 31)
    assert fill() == 1
    held.refresh_from_db()
    assert (held.live, PooledContact.objects.visible_to(ann).count()) == (False, 1)


def test_u7_in_touch_with_the_unit_is_in_touch_with_its_customers(ann: User) -> None:
    unit = make_unit(ann)
    customer_register(facts={"name": "X", "mobile": "13900139000"}, unit_id=unit.pk, by=ann)
    customer = Contact.objects.get()
    idle(customer, 40)
    assert fill() == 0
    idle(unit, 40)
    assert fill() >= 1


@pytest.mark.parametrize(("days", "told"), [(26, 0), (27, 1), (28, 1)])
def test_u7_the_owner_is_warned_from_twenty_seven_days_on(ann: User, days: int, told: int) -> None:
    idle(make_unit(ann), days)
    assert warned_in_turn(0) == [told]


def warned_in_turn(*days: int) -> list[int]:
    """How many were told on each of these days from today."""
    today = timezone.localdate()
    return [pool_warn(day=today + timedelta(days=number)) for number in days]


@pytest.mark.parametrize("before", [20, 27, 29])
@pytest.mark.parametrize("after", [20, 27, 29])
def test_u7_a_changed_number_of_days_neither_skips_nor_repeats_a_warning(
    ann: User, manager: User, before: int, after: int
) -> None:
    for number in range(35):  # one last in touch on each day
        idle(make_unit(ann, f"{number}号厂"), number)
    own = register(ann)
    idle(own.contact, 26)
    told: list[tuple[str, int]] = []
    set_policy("ownership", manager, warning_days=before)
    for number in range(3):
        told += warned_in(number)
    PolicyRow.objects.all().delete()
    set_policy("ownership", manager, warning_days=after)
    for number in range(3, 30):
        told += warned_in(number)
    assert len(told) == len(set(told)) == 36


def warned_in(number: int) -> list[tuple[str, int]]:
    """Who is warned of so many days from today, each with the contact it is about."""
    was = set(marks())
    pool_warn(day=timezone.localdate() + timedelta(days=number))
    return [(kind, pk) for kind, pk, _for in set(marks()) - was]


def marks() -> list[tuple[str, int, Any]]:
    """Of what each row was warned."""
    return [
        (model.__name__, *row)
        for model in (Unit, Contact)
        for row in model.objects.exclude(warned_for=None).values_list("pk", "warned_for")
    ]


def test_u7_a_missed_morning_is_made_up_for_and_says_how_long_is_left(ann: User) -> None:
    idle(make_unit(ann), 27)
    assert warned_in_turn(2, 3) == [1, 0]
    assert "in 1 days" in ann.notifications.get().title


def test_u7_a_new_contact_or_owner_is_warned_of_anew(ann: User, bob: User, team1: Team) -> None:
    unit = make_unit(ann)
    idle(unit, 27)
    assert warned_in_turn(0) == [1]
    contact_made(unit_id=unit.pk, at=timezone.now() - timedelta(days=2), by=ann)
    assert warned_in_turn(24, 25, 26) == [0, 1, 0]
    unit_assign(unit_id=unit.pk, owner=bob, why="area", by=ann)
    assert warned_in_turn(26, 27, 28) == [0, 1, 0]
    assert [user.notifications.count() for user in (ann, bob)] == [2, 1]


def test_u7_a_customer_is_warned_of_by_the_last_contact_of_either(ann: User) -> None:
    unit = make_unit(ann)
    customer_register(facts={"name": "X", "mobile": "13900139000"}, unit_id=unit.pk, by=ann)
    idle(Contact.objects.get(), 40)
    idle(unit, 26)
    assert warned_in_turn(0, 1, 2) == [0, 1, 0]
    assert "2 of yours" in ann.notifications.get().title


def test_u7_a_warning_after_the_pool_is_refused() -> None:
    with pytest.raises(DomainError, match="before the public pool"):
        OwnershipPolicy(warning_days=30).check()


def test_u7_today_shows_what_goes_soon_until_it_is_seen_to(ann: User) -> None:
    unit, today = make_unit(ann), timezone.localdate()
    idle(unit, 28)
    soon = [card for card in registry.today(ann, today) if "pool soon" in str(card.title)]
    assert [card.late for card in soon] == [False]  # a warning comes in time
    contact_made(unit_id=unit.pk, at=timezone.now(), by=ann)
    assert not any("public pool soon" in str(card.title) for card in registry.today(ann, today))


def test_u7_everybody_in_the_field_sees_the_pool_and_nobody_opens_its_records(
    ann: User, cai: User, fin1: User, as_user: Browser
) -> None:
    unit = pooled(ann)
    for user in (ann, cai):
        assert unit.name in as_user(user).get(reverse("pool_unit_list")).text
        assert as_user(user).get(reverse("unit_detail", args=[unit.pk])).status_code == 404
    assert as_user(fin1).get(reverse("pool_unit_list")).status_code == 403


def test_u7_a_pooled_customers_number_is_masked_until_claimed(
    ann: User, cai: User, manager: User, as_user: Browser
) -> None:
    held = register(ann)
    customer_release(contact_id=held.contact_id, why="area", by=manager)
    browser = as_user(cai)
    page = browser.get(reverse("pool_contact_list")).text
    assert "139****9000" in page
    assert "13900139000" not in page
    customer = customer_claim(contact_id=held.contact_id, by=cai)
    assert (customer.owner, customer.pooled_at) == (cai, None)
    live = Registration.objects.get(live=True)
    assert live.protected_until == timezone.localdate() + timedelta(days=30)


def test_u7_who_lost_a_customer_reads_no_protection_and_is_led_nowhere(
    ann: User, manager: User, as_user: Browser
) -> None:
    held = register(ann)
    until, page = str(held.protected_until), held.contact.get_absolute_url()
    browser, url = as_user(ann), reverse("registration_list")
    assert all(text in browser.get(url).text for text in (until, page))
    customer_release(contact_id=held.contact_id, why="area", by=manager)
    shown = browser.get(url).text
    assert str(held.contact) in shown
    assert not any(text in shown for text in (until, page))
    assert until not in as_user(manager).get(page).text


def test_u7_a_claim_gives_the_unit_with_its_people(ann: User, cai: User, team2: Team) -> None:
    unit = make_unit(ann)
    person = make_contact(ann, unit)
    idle(unit, 31)
    fill()
    person.refresh_from_db()
    assert person.owner is None
    claimed = unit_claim(unit_id=unit.pk, by=cai)
    assert (claimed.owner, claimed.team) == (cai, team2)
    assert Contact.objects.get(pk=person.pk).owner == cai
    assert claimed.protected_until == timezone.localdate() + timedelta(days=30)


def test_u5_why_somebody_follows_it_now_is_told_in_the_readers_language(
    ann: User, cai: User, manager: User, as_user: Any
) -> None:
    unit = pooled(ann)
    with translation.override("zh-hans"):
        unit_claim(unit_id=unit.pk, by=cai)
    change = unit.ownership_changes.filter(to_owner=cai).get()
    assert change.because == "Claimed from the pool"
    with translation.override("zh-hans"):
        assert OwnershipChange(why="Registered").because == "登记"
        assert OwnershipChange(why="区域调整").because == "区域调整"


def test_u7_who_lost_it_does_not_take_it_again(ann: User, manager: User, team1: Team) -> None:
    unit = pooled(ann)
    with pytest.raises(DomainError, match="another's turn"):
        unit_claim(unit_id=unit.pk, by=ann)
    unit_assign(unit_id=unit.pk, owner=ann, why="again", by=manager)
    unit.refresh_from_db()
    assert unit.owner == ann


def test_u7_nor_by_registering_the_customer_anew(ann: User, cai: User) -> None:
    held = register(ann, on=timezone.localdate() - timedelta(days=31))
    idle(held.contact, 31)
    fill()
    with pytest.raises(DomainError, match="another's turn"):
        register(ann)
    assert register(cai).owner == cai


def test_u7_the_pool_gives_at_most_as_many_as_the_policy_says(
    ann: User, cai: User, manager: User
) -> None:
    set_policy("ownership", manager, claim_limit=2)
    units = [pooled(ann, f"{name}商会") for name in "甲乙丙"]
    for unit in units[:2]:
        unit_claim(unit_id=unit.pk, by=cai)
    with pytest.raises(DomainError, match="2 claims"):
        unit_claim(unit_id=units[2].pk, by=cai)
    unit_release(unit_id=units[0].pk, why="too far", by=manager)
    assert unit_claim(unit_id=units[2].pk, by=cai).owner == cai
    assert Claim.objects.filter(user=cai, ended_at=None).count() == 2


def test_u7_the_pool_says_how_many_one_may_claim_and_who_may_put_one_back(
    ann: User, cai: User, manager: User, as_user: Browser
) -> None:
    set_policy("ownership", manager, claim_limit=2)
    units = [pooled(ann, f"{name}商会") for name in "甲乙丙"]
    browser, url = as_user(cai), reverse("pool_unit_list")
    for claimed, said in enumerate(("0 of at most 2", "1 of at most 2", "put one of them back")):
        assert said in browser.get(url).text
        if claimed < 2:
            unit_claim(unit_id=units[claimed].pk, by=cai)
    with pytest.raises(DomainError, match="leader or the sales manager can put one of them back"):
        unit_claim(unit_id=units[2].pk, by=cai)


def test_u7_who_goes_back_and_claims_again_is_told_it_is_theirs(
    ann: User, cai: User, bob: User
) -> None:
    unit = pooled(ann)
    unit_claim(unit_id=unit.pk, by=cai)
    with pytest.raises(DomainError, match="it is yours to follow"):
        unit_claim(unit_id=unit.pk, by=cai)
    with pytest.raises(DomainError, match="Somebody else was first"):
        unit_claim(unit_id=unit.pk, by=bob)
    assert Claim.objects.filter(unit=unit, ended_at=None).count() == 1


@pytest.mark.parametrize("noun", ["unit", "contact"])
def test_u7_who_claims_nothing_is_led_to_the_record_and_not_to_a_refusal(
    ann: User, cai: User, manager: User, as_user: Browser, noun: str
) -> None:
    record: Any = pooled(ann) if noun == "unit" else register(ann).contact
    if noun == "contact":
        customer_release(contact_id=record.pk, why="area", by=manager)
    claim = reverse("unit_claim" if noun == "unit" else "customer_claim", args=[record.pk])
    url = reverse(f"pool_{noun}_list")
    assert f'href="{claim}"' in as_user(cai).get(url).text
    browser = as_user(manager)
    page = browser.get(url).text
    assert f'href="{claim}"' not in page
    assert f'href="{record.get_absolute_url()}"' in page
    assert browser.get(record.get_absolute_url()).status_code == 200


def test_u7_what_somebody_took_is_in_the_pool_no_more(
    ann: User, bob: User, cai: User, as_user: Browser
) -> None:
    unit = pooled(ann)
    unit_claim(unit_id=unit.pk, by=cai)
    with pytest.raises(DomainError, match="was first"):
        unit_claim(unit_id=unit.pk, by=bob)
    assert as_user(bob).get(reverse("unit_claim", args=[unit.pk])).status_code == 404
    assert not PooledUnit.objects.visible_to(bob).exists()
