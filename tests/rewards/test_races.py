"""Many at once: one payment, numbers without gaps, one tax a month, one reward (R5, R6, R8).

Beside each stands a twin with the protection off, which must show the fault.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.db.models import Max, QuerySet
from django.utils import timezone

from accounts.models import User
from core.commands import execute
from core.errors import DomainError
from pricing.models import Purchase
from pricing.services import purchase_cancel
from rewards import receivers, selectors
from rewards.models import Payment, Reward, Voucher
from rewards.rules import tax_withheld
from rewards.services import (
    accrual,
    payments,
    reward_accrue,
    reward_pay,
    reward_verify,
    shared,
    tenures,
    voucher_pay,
)
from rewards.services import desk as desk_services
from tests.rewards import factories as make
from tests.rewards.factories import Cast, Scene, desk_check
from units.models import Unit
from units.services import Period, identity_set, tenure_correct
from units.services import key_person as key_person_services

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
Race = Callable[[int, Callable[..., Any]], list[Any]]
THREADS = 20


def told_no(results: list[Any]) -> int:
    """How many were refused with a sentence; anything else that was raised is a fault."""
    faults = [r for r in results if isinstance(r, Exception) and not isinstance(r, DomainError)]
    assert not faults, faults
    return sum(isinstance(result, DomainError) for result in results)


@contextmanager
def without(table: str, *constraints: str) -> Iterator[None]:
    """The table without these unique constraints; what broke them is deleted at the end."""
    kept = []
    with connection.cursor() as cursor:
        for name in constraints:
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name]
            )
            kept.append((name, cursor.fetchone()[0]))
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            for name, definition in kept:
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def waiting(looked: Barrier, look: Callable[..., Any]) -> Callable[..., Any]:
    """`look`, after which each waits until all have looked: then everybody writes on old news."""

    def look_and_wait(*args: Any, **given: Any) -> Any:
        found = look(*args, **given)
        looked.wait(timeout=60)
        return found

    return look_and_wait


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a row."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self.all())


def test_r6_twenty_threads_pay_once(scene: Scene, race: Race) -> None:
    reward = scene.verified().rewards.get()
    results = race(THREADS, lambda: execute(reward_pay, by=scene.cast.fin2, reward_id=reward.pk))
    assert told_no(results) == THREADS - 1
    assert Payment.objects.count() == 1
    reward.refresh_from_db()
    assert reward.state == "paid"


def test_r6_twin_without_lock_and_constraint_each_pays(
    scene: Scene, race: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    reward = scene.verified().rewards.get()
    monkeypatch.setattr(payments, "_locked", lambda pk: Voucher.objects.get(pk=pk))
    monkeypatch.setattr(
        payments, "locked_rewards", lambda ids: list(Reward.objects.in_bulk(ids).values())
    )
    monkeypatch.setattr(payments, "_check", waiting(Barrier(THREADS), payments._check))
    with without("rewards_payment", "rewards_payment_once"):
        race(THREADS, lambda: execute(reward_pay, by=scene.cast.fin2, reward_id=reward.pk))
        assert Payment.objects.count() == THREADS


def test_r6_the_constraint_alone_holds_too(scene: Scene, race: Race, unlocked: None) -> None:
    reward = scene.verified().rewards.get()
    race(THREADS, lambda: execute(reward_pay, by=scene.cast.fin2, reward_id=reward.pk))
    assert Payment.objects.count() == 1


def test_r6_one_verification_of_one_reward(scene: Scene, race: Race) -> None:
    reward = scene.payable()
    desk = desk_check(scene.cast.ann)
    results = race(
        THREADS,
        lambda: execute(reward_verify, by=scene.cast.fin1, reward_id=reward.pk, desk=desk),
    )
    assert told_no(results) == THREADS - 1
    assert Voucher.objects.get().serial == 1


def test_r6_a_contract_earns_one_reward(scene: Scene, race: Race) -> None:
    purchase = scene.purchase(contact=make.person(scene.unit, scene.cast.ann, "Li Na"))
    Reward.objects.all().delete()
    results = race(
        THREADS, lambda: execute(reward_accrue, by=scene.cast.fin1, purchase_id=purchase.pk)
    )
    assert told_no(results) == 0
    assert Reward.objects.count() == 1


# --- numbers without gaps ------------------------------------------------------------------------


def scenes(cast: Cast, count: int) -> list[Reward]:
    """Payable rewards of so many people, each of a unit of its own."""
    return [make.scene(cast, name=f"Chamber {n}").payable() for n in range(count)]


def number_of(person: int) -> str:
    """A valid identity number for a person."""
    digits = f"1101051949{person % 12 + 1:02d}{person % 28 + 1:02d}{person:03d}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]


class Stumble(Exception):
    """The machine went down in the middle."""


def issue(reward: Reward, cast: Cast, stumbles: bool) -> Any:
    desk = desk_check(cast.ann, id_number=number_of(reward.pk))

    def verify_and_stumble(**given: Any) -> Voucher:
        voucher = reward_verify(**given)
        if stumbles:
            raise Stumble
        return voucher

    return execute(verify_and_stumble, by=cast.fin1, reward_id=reward.pk, desk=desk)


def test_r6_vouchers_have_no_gaps_through_rollbacks(cast: Cast, race: Race) -> None:
    rewards = scenes(cast, 12)
    chance = random.Random(2008)
    down = [chance.random() < 0.4 for _ in rewards]
    results = race(len(rewards), lambda n: issue(rewards[n], cast, down[n]))
    issued = [result for result in results if isinstance(result, Voucher)]
    assert len(issued) == len(rewards) - sum(down)
    assert sorted(voucher.serial for voucher in issued) == list(range(1, len(issued) + 1))


def test_r6_twin_max_plus_one_gives_numbers_twice(
    cast: Cast, race: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewards = scenes(cast, 8)

    def naive(kind: str, *, scope: str = "", year: int = 0) -> int:
        return int(Voucher.objects.aggregate(last=Max("serial"))["last"] or 0) + 1

    monkeypatch.setattr(desk_services, "next_number", waiting(Barrier(len(rewards)), naive))
    results = race(len(rewards), lambda n: issue(rewards[n], cast, False))
    # The constraint caught what the numbering gave out eight times.
    assert [voucher.serial for voucher in results if isinstance(voucher, Voucher)] == [1]


# --- one tax a month -----------------------------------------------------------------------------


def split(scene: Scene, count: int) -> list[Reward]:
    return [scene.payable() for _ in range(count)]


def test_r8_no_way_of_splitting_changes_the_months_tax(scene: Scene, race: Race) -> None:
    rewards = split(scene, 4)
    desk = desk_check(scene.cast.ann)
    results = race(
        4, lambda n: execute(reward_verify, by=scene.cast.fin1, reward_id=rewards[n].pk, desk=desk)
    )
    assert told_no(results) == 0
    taxes = [voucher.tax for voucher in results]
    assert sum(taxes) == tax_withheld(4000, "labour")
    assert Counter(taxes) == {Decimal(40): 1, Decimal(200): 3}


def test_r8_two_records_of_one_person_meet_on_the_month(cast: Cast, race: Race) -> None:
    """Neither desk knows of the other's record, as the number is new on both."""
    rewards = [make.scene(cast, name=f"Chamber {n}").payable() for n in range(4)]
    desk = desk_check(cast.ann)
    results = race(
        4, lambda n: execute(reward_verify, by=cast.fin1, reward_id=rewards[n].pk, desk=desk)
    )
    issued = [result for result in results if isinstance(result, Voucher)]
    assert len(issued) + told_no(results) == 4
    gross = sum((voucher.gross for voucher in issued), Decimal(0))
    assert sum(voucher.tax for voucher in issued) == tax_withheld(gross, "labour")


def test_r8_twin_without_locks_withholds_too_little(
    scene: Scene, race: Race, unlocked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewards = split(scene, 4)
    desk = desk_check(scene.cast.ann)
    monkeypatch.setattr(desk_services, "month_so_far", waiting(Barrier(4), selectors.month_so_far))
    # Writing the person's row and the month's makes the desks queue as well: both are there.
    identity_set(contact_id=scene.contact.pk, number=make.IDENTITY, by=scene.cast.fin1)
    scene.contact.refresh_from_db()
    monkeypatch.setattr(desk_services, "identity_set", lambda **_: scene.contact)
    shared.locked_month(scene.contact.id_hash, selectors.month_of(timezone.localdate()))
    results = race(
        4, lambda n: execute(reward_verify, by=scene.cast.fin1, reward_id=rewards[n].pk, desk=desk)
    )
    issued = [voucher.tax for voucher in results if isinstance(voucher, Voucher)]
    assert issued == [Decimal(40)] * 4  # each as if it were the month's first


# --- paying against cancelling --------------------------------------------------------------------


def test_r7_paid_or_void_never_both(scene: Scene, race: Race) -> None:
    voucher = scene.verified()
    reward = voucher.rewards.get()

    def work(number: int) -> Any:
        if number % 2:
            return execute(voucher_pay, by=scene.cast.fin2, voucher_id=voucher.pk)
        return execute(
            purchase_cancel, by=scene.cast.ann, purchase_id=reward.purchase_id, reason="Moved"
        )

    told_no(race(8, work))
    reward.refresh_from_db()
    voucher.refresh_from_db()
    paid = Payment.objects.count()
    assert (reward.state, voucher.state) in {("paid", "paid"), ("void", "void")}
    assert paid == (reward.state == "paid")
    assert hasattr(reward, "reclaim") == bool(paid)


# --- the ground of a reward against its correction ------------------------------------------------


@pytest.fixture
def unrewarded(scene: Scene) -> Purchase:
    """A purchase whose reward is still to accrue."""
    purchase = scene.purchase()
    Reward.objects.all().delete()
    return purchase


def correct_and_accrue(scene: Scene, race: Race, purchase: Purchase, manager: User) -> list[Any]:
    """The tenure becomes one that began after the first visit while its reward accrues (K4)."""
    tenure = scene.unit.tenures.get()
    late = Period(scene.contact.pk, tenure.starts_on + timedelta(days=9), None)
    given: Any = {
        "tenure_id": tenure.pk,
        "version": tenure.version,
        "period": late,
        "why": "A slip.",
    }

    def work(number: int) -> Any:
        if number:
            return execute(tenure_correct, by=manager, **given)
        return execute(reward_accrue, by=scene.cast.fin1, purchase_id=purchase.pk)

    return race(2, work)


def test_k4_a_tenure_is_corrected_or_earns_never_both(
    scene: Scene, race: Race, unrewarded: Purchase, manager: User
) -> None:
    accrued, corrected = correct_and_accrue(scene, race, unrewarded, manager)
    if isinstance(corrected, DomainError):
        assert isinstance(accrued, Reward), accrued
    else:
        assert (accrued, corrected.version) == (None, 2)


def test_k4_twin_without_the_units_lock_a_reward_stands_on_nothing(
    scene: Scene,
    race: Race,
    unrewarded: Purchase,
    manager: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = Barrier(2)
    monkeypatch.setattr(key_person_services, "locked_unit", lambda pk: Unit.objects.get(pk=pk))
    monkeypatch.setattr(receivers, "refuse_rewriting", waiting(looked, tenures.refuse_rewriting))
    monkeypatch.setattr(accrual, "earned", waiting(looked, selectors.earned))
    accrued, corrected = correct_and_accrue(scene, race, unrewarded, manager)
    assert isinstance(accrued, Reward), accrued
    assert accrued.unit.first_visit_on < corrected.starts_on
