"""Reservation, deposit, contract, money, cancellation (P1, P8, P10)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notification, Project, User
from core.errors import DomainError
from core.invariants import check_all
from core.models import StateChange
from pricing.models import LedgerEntry, Purchase
from pricing.selectors import open_amount
from pricing.services import (
    contract_sign,
    deposit_receive,
    down_payment_receive,
    entry_reverse,
    home_add,
    payment_receive,
    purchase_cancel,
    purchase_complete,
    purchase_reserve,
    refund_pay,
    reward_deduct,
)
from pricing.services.homes import HomeFacts
from pricing.signals import entry_reversed, purchase_advanced
from tests.pricing import factories as make
from units.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Any:
    """What other apps hear."""
    heard: list[tuple[str, str, Decimal]] = []

    def hear(purchase: Purchase, was: str, to: str, **rest: object) -> None:
        heard.append((was, to, purchase.price))

    purchase_advanced.connect(hear)
    yield heard
    purchase_advanced.disconnect(hear)


def test_p1_list_price_is_area_times_price_half_up(project: Project, manager: User) -> None:
    facts = HomeFacts("1", "101", Decimal("98.35"), Decimal("3333.33"))
    assert str(home_add(project_id=project.pk, facts=facts, by=manager).list_price) == "327833.01"


def test_home_number_is_unique_in_its_building(project: Project, manager: User) -> None:
    make.home(project, "101")
    with pytest.raises(DomainError) as refusal:
        make.home(project, "101")
    assert refusal.value.field == "number"


@pytest.mark.parametrize(
    ("plan", "price"),
    [("one_time", "433160.00"), ("instalment", "437580.00"), ("mortgage", "442000.00")],
)
def test_p1_each_plan_has_its_multiplier(
    project: Project, ann: User, plan: str, price: str
) -> None:
    assert str(make.reserved(ann, plan=plan).price) == price


def test_p10_reserving_takes_the_home(project: Project, ann: User, told: Any) -> None:
    purchase = make.reserved(ann)
    assert (purchase.state, purchase.home.state) == ("reserved", "reserved")
    assert (purchase.owner, purchase.reserved_on) == (ann, make.today())
    assert told == [("", "reserved", purchase.price)]


def test_p9_a_taken_home_is_refused(project: Project, ann: User) -> None:
    purchase = make.reserved(ann)
    with pytest.raises(DomainError, match="taken") as refusal:
        make.reserved(ann, home=purchase.home)
    assert refusal.value.field == "home"


def test_p9_the_database_keeps_one_live_purchase_of_a_home(project: Project, ann: User) -> None:
    purchase = make.reserved(ann)
    purchase.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        purchase.save(force_insert=True)


def test_u5_the_sale_is_of_whoever_follows_the_customer(
    project: Project, ann: User, bob: User
) -> None:
    unit = make.unit(ann)
    assert make.reserved(bob, contact=make.buyer(unit, ann)).owner == ann
    stranger = make.buyer(None, bob)
    Contact.objects.filter(pk=stranger.pk).update(owner=None, team=None)
    assert make.reserved(bob, contact=stranger).owner == bob


@pytest.mark.parametrize(
    ("change", "field"),
    [({"plan": "barter"}, "plan"), ({"home_id": 0}, "home"), ({"contact_id": 0}, "contact")],
)
def test_reserving_nonsense_is_refused(
    project: Project, ann: User, change: dict[str, Any], field: str
) -> None:
    values = {
        "home_id": make.home(project).pk,
        "contact_id": make.buyer(None, ann).pk,
        "plan": "mortgage",
        **change,
    }
    with pytest.raises(DomainError) as refusal:
        purchase_reserve(by=ann, **values)
    assert refusal.value.field == field


def test_reserving_in_the_future_is_refused(project: Project, ann: User) -> None:
    with pytest.raises(DomainError, match="future"):
        make.reserved(ann, reserved_on=make.today() + timedelta(days=1))


def test_p8_numbers_rise_by_one_per_project_and_stay_when_cancelled(
    project: Project, ann: User, fin1: User, manager: User
) -> None:
    first = make.subscribed(ann, fin1)
    purchase_cancel(purchase_id=first.pk, reason="Changed mind", by=manager)
    second = make.subscribed(ann, fin1)
    first.refresh_from_db()
    assert (first.subscription_no, second.subscription_no) == (1, 2)
    assert first.state == "cancelled"


def test_p8_a_refused_deposit_uses_no_number(project: Project, ann: User, fin1: User) -> None:
    purchase = make.reserved(ann)
    with pytest.raises(DomainError):
        deposit_receive(
            purchase_id=purchase.pk, amount=Decimal(0), received_on=make.today(), by=fin1
        )
    assert make.subscribed(ann, fin1).subscription_no == 1


def test_p10_the_whole_way(project: Project, ann: User, fin1: User, told: Any) -> None:
    purchase = make.down_paid(ann, fin1)
    rest = open_amount(purchase)
    payment_receive(
        purchase_id=purchase.pk, kind="instalment", amount=rest, received_on=make.today(), by=fin1
    )
    done = purchase_complete(purchase_id=purchase.pk, by=fin1)
    assert [(was, to) for was, to, _ in told] == [
        ("", "reserved"),
        ("reserved", "subscribed"),
        ("subscribed", "contracted"),
        ("contracted", "down_paid"),
        ("down_paid", "completed"),
    ]
    path = StateChange.objects.filter(subject_type="pricing.purchase", subject_id=purchase.pk)
    assert path.count() == 5
    assert (done.home.state, done.contract_price) == ("sold", done.price)
    assert [entry.amount for entry in done.entries.all()] == [
        make.DEPOSIT,
        make.DOWN_PAYMENT,
        rest,
    ]


def test_p10_completion_waits_for_the_last_yuan(project: Project, ann: User, fin1: User) -> None:
    purchase = make.down_paid(ann, fin1)
    with pytest.raises(DomainError, match="still open"):
        purchase_complete(purchase_id=purchase.pk, by=fin1)


Step = Callable[[Purchase, User], object]
STEPS: dict[str, Step] = {
    "deposit": lambda row, by: deposit_receive(
        purchase_id=row.pk, amount=Decimal(1), received_on=make.today(), by=by
    ),
    "contract": lambda row, by: contract_sign(
        purchase_id=row.pk, contract_no="HT-1", signed_on=make.today(), by=by
    ),
    "down_payment": lambda row, by: down_payment_receive(
        purchase_id=row.pk, amount=Decimal(1), received_on=make.today(), by=by
    ),
    "complete": lambda row, by: purchase_complete(purchase_id=row.pk, by=by),
}


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        ("reserved", "contract"),
        ("reserved", "down_payment"),
        ("reserved", "complete"),
        ("subscribed", "deposit"),
        ("subscribed", "down_payment"),
        ("contracted", "deposit"),
        ("contracted", "contract"),
        ("contracted", "complete"),
        ("down_paid", "deposit"),
        ("down_paid", "contract"),
        ("down_paid", "down_payment"),
    ],
)
def test_p10_no_step_out_of_turn(
    project: Project, ann: User, fin1: User, stage: str, step: str
) -> None:
    purchase = make.reserved(ann) if stage == "reserved" else getattr(make, stage)(ann, fin1)
    entries = LedgerEntry.objects.count()
    with pytest.raises(DomainError):
        STEPS[step](purchase, fin1)
    purchase.refresh_from_db()
    assert purchase.state == stage
    assert LedgerEntry.objects.count() == entries


@pytest.mark.parametrize("step", ["deposit", "contract", "down_payment", "complete"])
def test_p10_a_cancelled_purchase_stays_cancelled(
    project: Project, ann: User, fin1: User, manager: User, step: str
) -> None:
    purchase = make.subscribed(ann, fin1)
    purchase_cancel(purchase_id=purchase.pk, reason="Changed mind", by=manager)
    with pytest.raises(DomainError):
        STEPS[step](purchase, fin1)


def test_p10_dates_follow_each_other(project: Project, ann: User, fin1: User) -> None:
    purchase = make.subscribed(ann, fin1)
    yesterday = make.today() - timedelta(days=1)
    with pytest.raises(DomainError, match="cannot be before") as refusal:
        contract_sign(purchase_id=purchase.pk, contract_no="HT-1", signed_on=yesterday, by=ann)
    assert refusal.value.field == "signed_on"


def test_p10_past_dates_are_entered_later(project: Project, ann: User, fin1: User) -> None:
    long_ago = make.today() - timedelta(days=400)
    purchase = make.down_paid(ann, fin1, reserved_on=long_ago)
    assert purchase.subscribed_on == purchase.down_paid_on == long_ago


def test_a_contract_number_is_used_once(project: Project, ann: User, fin1: User) -> None:
    rows = [make.subscribed(ann, fin1) for _ in range(2)]
    contract_sign(purchase_id=rows[0].pk, contract_no="HT-1", signed_on=make.today(), by=ann)
    with pytest.raises(DomainError) as refusal:
        contract_sign(purchase_id=rows[1].pk, contract_no=" HT-1 ", signed_on=make.today(), by=ann)
    assert refusal.value.field == "contract_no"


def test_p10_cancelling_frees_the_home_and_refunds(
    project: Project, ann: User, fin1: User, manager: User
) -> None:
    purchase = make.contracted(ann, fin1)
    gone = purchase_cancel(purchase_id=purchase.pk, reason="Moves abroad", by=manager)
    assert (gone.home.state, open_amount(gone)) == ("available", -make.DEPOSIT)
    with pytest.raises(DomainError, match="20,000"):
        refund_pay(
            purchase_id=gone.pk, amount=Decimal(20_001), paid_on=make.today(), note="", by=fin1
        )
    refund_pay(
        purchase_id=gone.pk, amount=make.DEPOSIT, paid_on=make.today(), note="Transfer", by=fin1
    )
    assert open_amount(gone) == 0
    assert make.reserved(ann, home=gone.home).state == "reserved"


def test_p10_cancelling_needs_a_reason(project: Project, ann: User, manager: User) -> None:
    purchase = make.reserved(ann)
    with pytest.raises(DomainError) as refusal:
        purchase_cancel(purchase_id=purchase.pk, reason="  ", by=manager)
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("amount", ["0", "-1", "0.004", "433160.01"])
def test_p10_an_amount_that_cannot_be_is_refused(
    project: Project, ann: User, fin1: User, amount: str
) -> None:
    purchase = make.reserved(ann)
    with pytest.raises(DomainError) as refusal:
        deposit_receive(
            purchase_id=purchase.pk, amount=Decimal(amount), received_on=make.today(), by=fin1
        )
    assert refusal.value.field == "amount"


def test_p10_a_wrong_entry_is_reversed_once_and_entered_again(
    project: Project, ann: User, fin1: User, manager: User
) -> None:
    heard: list[LedgerEntry] = []

    def hear(entry: LedgerEntry, **rest: object) -> None:
        heard.append(entry)

    entry_reversed.connect(hear)
    purchase = make.subscribed(ann, fin1)
    wrong = purchase.entries.get()
    back = entry_reverse(entry_id=wrong.pk, reason="Counted wrongly", by=fin1)
    assert (back.amount, back.reverses, heard) == (-make.DEPOSIT, wrong, [back])
    assert Notification.objects.filter(user=manager, kind="entry_reversed").count() == 1
    for entry in (wrong, back):
        with pytest.raises(DomainError):
            entry_reverse(entry_id=entry.pk, reason="Again", by=fin1)
    payment_receive(
        purchase_id=purchase.pk,
        kind="deposit",
        amount=Decimal(10_000),
        received_on=make.today(),
        by=fin1,
    )
    assert open_amount(purchase) == purchase.price - 10_000
    entry_reversed.disconnect(hear)


@pytest.mark.parametrize("kind", ["refund", "difference", "reward", "gift"])
def test_p10_other_kinds_do_not_come_by_this_way(
    project: Project, ann: User, fin1: User, kind: str
) -> None:
    purchase = make.contracted(ann, fin1)
    with pytest.raises(DomainError):
        payment_receive(
            purchase_id=purchase.pk,
            kind=kind,
            amount=Decimal(1),
            received_on=make.today(),
            by=fin1,
        )


def test_r4_a_reward_is_set_against_the_open_price(project: Project, ann: User, fin1: User) -> None:
    purchase = make.down_paid(ann, fin1)
    before = open_amount(purchase)
    reward_deduct(
        purchase_id=purchase.pk,
        amount=Decimal(960),
        received_on=make.today(),
        note="Voucher 1",
        by=fin1,
    )
    assert open_amount(purchase) == before - 960


def test_p10_the_ledger_only_grows(project: Project, ann: User, fin1: User) -> None:
    entry = make.subscribed(ann, fin1).entries.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.filter(pk=entry.pk).update(amount=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.delete()


def test_the_invariants_hold_after_the_whole_way(
    project: Project, ann: User, fin1: User, manager: User
) -> None:
    unit = make.unit(ann)
    make.campaign(project)
    first = make.contracted(ann, fin1, unit)
    make.group(8, ann, fin1, unit)
    entry_reverse(entry_id=first.entries.get().pk, reason="Counted wrongly", by=fin1)
    purchase_cancel(purchase_id=first.pk, reason="Moves abroad", by=manager)
    make.reserved(ann, home=first.home)
    broken = {
        finding.invariant.name: finding.rows
        for finding in check_all()
        if finding.rows and finding.invariant.name.startswith("pricing.")
    }
    assert broken == {}


def test_the_invariants_see_a_home_that_is_sold_to_nobody(project: Project, ann: User) -> None:
    home = make.home(project)
    type(home).objects.filter(pk=home.pk).update(state="sold")
    broken = {finding.invariant.name for finding in check_all() if finding.rows}
    assert {"pricing.home_taken", "pricing.home_states"} & broken
