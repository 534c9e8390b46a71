"""Many at once: one home, numbers without gaps, the ninth deposit (P5, P8, P9)."""

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Max

from accounts.models import Project, User
from core.commands import execute
from core.errors import DomainError
from pricing.models import Home, Purchase
from pricing.services import (
    contract_sign,
    deposit_receive,
    purchase_cancel,
    purchase_reserve,
)
from tests.conftest import Race
from tests.pricing import factories as make

pytestmark = pytest.mark.races
MANY = 20
ONE_TIME = Decimal("433160.00")
GROUP = Decimal("424496.80")


def deposit(purchase: Purchase, fin: User) -> Purchase:
    done: Purchase = execute(
        deposit_receive,
        by=fin,
        purchase_id=purchase.pk,
        amount=make.DEPOSIT,
        received_on=make.today(),
    )
    return done


def test_p9_one_home_chosen_by_twenty_at_once_is_taken_once(
    race: Race, project: Project, ann: User
) -> None:
    home = make.home(project)
    buyers = [make.buyer(None, ann, f"Buyer {number}") for number in range(MANY)]

    def choose(number: int) -> Any:
        return execute(
            purchase_reserve,
            by=ann,
            home_id=home.pk,
            contact_id=buyers[number].pk,
            plan="one_time",
        )

    results = race(MANY, choose)
    assert [type(result) for result in results].count(Purchase) == 1
    assert [type(result) for result in results].count(DomainError) == MANY - 1
    assert Purchase.objects.count() == 1


def test_p9_twin_without_the_lock_many_take_it(race: Race, project: Project, ann: User) -> None:
    home = make.home(project)
    looked = threading.Barrier(MANY)

    def choose() -> bool:
        free = Home.objects.get(pk=home.pk).state == "available"
        looked.wait(timeout=30)
        if free:
            Home.objects.filter(pk=home.pk).update(state="reserved")
        return free

    assert race(MANY, choose).count(True) > 1


def test_p8_twenty_cashiers_give_numbers_without_gaps(
    race: Race, project: Project, ann: User, fin1: User
) -> None:
    waiting = [make.reserved(ann) for _ in range(MANY)]
    results = race(MANY, lambda number: deposit(waiting[number], fin1))
    assert sorted(done.subscription_no for done in results) == list(range(1, MANY + 1))


def test_p8_refused_deposits_among_them_leave_no_gap(
    race: Race, project: Project, ann: User, fin1: User
) -> None:
    waiting = [make.reserved(ann) for _ in range(MANY)]

    def take(number: int) -> Any:
        if number % 2:
            return deposit(waiting[number], fin1)
        return execute(
            deposit_receive,
            by=fin1,
            purchase_id=waiting[number].pk,
            amount=Decimal(10**9),
            received_on=make.today(),
        )

    race(MANY, take)
    numbers = Purchase.objects.filter(subscription_no__isnull=False)
    assert sorted(numbers.values_list("subscription_no", flat=True)) == list(range(1, 11))


def test_p8_twin_greatest_plus_one_repeats(race: Race, project: Project, ann: User) -> None:
    waiting = [make.reserved(ann) for _ in range(MANY)]
    looked = threading.Barrier(MANY)

    def take(number: int) -> int:
        with transaction.atomic():
            last = Purchase.objects.aggregate(last=Max("subscription_no"))["last"] or 0
            looked.wait(timeout=30)
            Purchase.objects.filter(pk=waiting[number].pk).update(plan="mortgage")
            return int(last) + 1

    assert len(set(race(MANY, take))) < MANY


def test_p8_one_deposit_posted_by_twenty_is_received_once(
    race: Race, project: Project, ann: User, fin1: User
) -> None:
    purchase = make.reserved(ann)
    results = race(MANY, lambda: deposit(purchase, fin1))
    assert [type(result) for result in results].count(Purchase) == 1
    assert purchase.entries.count() == 1


def test_p5_eighth_and_ninth_deposit_at_once_reprice_all_nine(
    race: Race, project: Project, ann: User, fin1: User, fin2: User
) -> None:
    make.campaign(project)
    unit = make.unit(ann)
    make.group(7, ann, fin1, unit)
    last = [make.reserved(ann, unit) for _ in range(2)]
    race(2, lambda number: deposit(last[number], (fin1, fin2)[number]))
    assert set(Purchase.objects.values_list("price", flat=True)) == {GROUP}


def test_p5_twin_without_the_units_row_nobody_sees_nine(
    race: Race, project: Project, ann: User, fin1: User
) -> None:
    make.campaign(project)
    unit = make.unit(ann)
    make.group(7, ann, fin1, unit)
    last = [make.reserved(ann, unit) for _ in range(2)]
    counted = threading.Barrier(2)

    def take(number: int) -> int:
        with transaction.atomic():
            Purchase.objects.filter(pk=last[number].pk).update(
                state="subscribed", subscription_no=100 + number, subscribed_on=make.today()
            )
            count: int = Purchase.objects.counted().filter(unit=unit).count()
            counted.wait(timeout=30)
            return count

    assert race(2, take) == [8, 8]


def test_p5_a_reservation_beside_the_ninth_deposit_has_the_group_price(
    race: Race, project: Project, ann: User, fin1: User
) -> None:
    make.campaign(project)
    unit = make.unit(ann)
    make.group(8, ann, fin1, unit)
    ninth = make.reserved(ann, unit)
    homes = [make.home(project) for _ in range(5)]
    buyers = [make.buyer(unit, ann, f"Late {number}") for number in range(5)]

    def act(number: int) -> Any:
        if number == 5:
            return deposit(ninth, fin1)
        return execute(
            purchase_reserve,
            by=ann,
            home_id=homes[number].pk,
            contact_id=buyers[number].pk,
            plan="one_time",
        )

    race(6, act)
    assert set(Purchase.objects.values_list("price", flat=True)) == {GROUP}


def test_p5_signing_beside_the_ninth_deposit_is_repriced_or_owed(
    race: Race, project: Project, ann: User, fin1: User
) -> None:
    make.campaign(project)
    unit = make.unit(ann)
    eight = make.group(8, ann, fin1, unit)
    ninth = make.reserved(ann, unit)

    def act(number: int) -> Any:
        if number == 8:
            return deposit(ninth, fin1)
        return execute(
            contract_sign,
            by=ann,
            purchase_id=eight[number].pk,
            contract_no=f"HT-{number}",
            signed_on=make.today(),
        )

    results = race(9, act)
    assert [result for result in results if isinstance(result, Exception)] == []
    for purchase in Purchase.objects.all():
        owed = sum((row.amount for row in purchase.differences.all()), Decimal(0))
        assert purchase.price - owed == GROUP


def test_p10_signing_and_cancelling_at_once_leave_one_truth(
    race: Race, project: Project, ann: User, fin1: User, manager: User
) -> None:
    purchase = make.subscribed(ann, fin1)

    def act(number: int) -> Any:
        if number:
            return execute(
                purchase_cancel, by=manager, purchase_id=purchase.pk, reason="Changed mind"
            )
        return execute(
            contract_sign,
            by=ann,
            purchase_id=purchase.pk,
            contract_no="HT-1",
            signed_on=make.today(),
        )

    race(2, act)
    purchase.refresh_from_db()
    assert (purchase.state, purchase.home.state) == ("cancelled", "available")
