"""At the desk: the person, the papers, three people, cash, tax by month (R4–R6, R8)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from core import crypto, invariants
from core.errors import DomainError
from core.models import AuditRecord
from pricing.models import LedgerEntry
from pricing.selectors import open_amount
from pricing.services import entry_reverse, payment_receive, purchase_cancel
from rewards.models import Payment, Reward, Voucher
from rewards.rules import tax_withheld
from rewards.services import reclaim_settle, reward_pay, reward_verify, voucher_pay, voucher_void
from rewards.services.desk import account_context
from tests.pricing import factories as sales
from tests.rewards import factories as make
from tests.rewards.factories import Cast, Scene, desk_check
from units.services import identity_set

pytestmark = pytest.mark.django_db


def test_r6_the_voucher_of_a_thousand(scene: Scene) -> None:
    voucher = scene.verified()
    assert [voucher.gross, voucher.tax, voucher.net] == [1000, 40, 960]
    assert voucher.number == f"SHANGGE-{timezone.localdate().year}-000001"
    assert voucher.snapshot["gross_capitals"] == "人民币壹仟元整"
    assert voucher.snapshot["net_capitals"] == "人民币玖佰陆拾元整"
    assert voucher.snapshot["identity"] == "110***********002X"
    reward = voucher.rewards.get()
    assert reward.state == "verified"
    assert voucher.snapshot["lines"][0]["contract_no"] == reward.contract_no


@pytest.mark.parametrize(
    ("desk", "field"),
    [
        ({"id_number": "110105194912310021"}, "id_number"),
        ({"id_number": "abc"}, "id_number"),
        ({"work_permit_seen": False}, "work_permit_seen"),
        ({"method": "barter"}, "method"),
        ({"method": "transfer", "account": "12", "account_name": "王玥堃"}, "account"),
        ({"method": "transfer", "account": "6222000011112222", "account_name": "Ann"},
         "account_name"),
        ({"method": "deduct"}, "deduct_from"),
    ],
)  # fmt: skip
def test_r4_what_the_desk_must_see(scene: Scene, desk: dict[str, Any], field: str) -> None:
    reward = scene.payable()
    with pytest.raises(DomainError) as refusal:
        scene.verified(reward, **desk)
    assert refusal.value.field == field
    assert not Voucher.objects.exists()


def test_r4_another_persons_number_is_refused(scene: Scene) -> None:
    identity_set(contact_id=scene.contact.pk, number=make.OTHER_IDENTITY, by=scene.cast.fin1)
    with pytest.raises(DomainError) as refusal:
        scene.verified()
    assert refusal.value.field == "id_number"


def test_r4_a_number_on_file_for_another_name_is_refused(scene: Scene) -> None:
    other = make.person(scene.unit, scene.cast.ann, "Li Na")
    identity_set(contact_id=other.pk, number=make.IDENTITY, by=scene.cast.fin1)
    with pytest.raises(DomainError) as refusal:
        scene.verified()
    assert refusal.value.field == "id_number"


def test_r4_full_width_digits_are_the_same_number(scene: Scene) -> None:
    identity_set(contact_id=scene.contact.pk, number=make.IDENTITY, by=scene.cast.fin1)
    assert scene.verified(id_number="１１０１０５ 19491231 002x").net == 960


def test_r4_somebody_of_the_units_team_is_present(scene: Scene, cai: User, bob: User) -> None:
    reward = scene.payable()
    with pytest.raises(DomainError) as refusal:
        scene.verified(reward, accompanied_by_id=cai.pk)
    assert refusal.value.field == "accompanied_by"
    assert scene.verified(reward, accompanied_by_id=bob.pk).accompanied_by == bob


def test_r4_cash_has_a_limit(scene: Scene) -> None:
    first, second = scene.payable(), scene.payable()
    with pytest.raises(DomainError) as refusal:
        scene.verified(first, also=[second.pk])
    assert refusal.value.field == "method"
    account = {"method": "transfer", "account": "6222 0000 1111 2222", "account_name": "王玥堃"}
    voucher = scene.verified(first, also=[second.pk], **account)
    assert voucher.gross == 2000
    assert voucher.account_tail == "2222"
    assert "6222" not in voucher.account
    plain = crypto.decrypt(voucher.account, context=account_context(voucher.token))
    assert plain == "6222000011112222"


def test_r4_one_voucher_one_person(scene: Scene, cast: Cast) -> None:
    other = make.scene(cast, name="泉州商会").payable()
    with pytest.raises(DomainError):
        scene.verified(scene.payable(), also=[other.pk])


def test_r4_deducted_from_the_own_purchase(scene: Scene) -> None:
    own = scene.purchase(contact=scene.contact)
    before = open_amount(own)
    voucher = scene.paid(method="deduct", deduct_from_id=own.pk)
    entry = LedgerEntry.objects.get(kind="reward")
    assert (entry.amount, entry.note) == (Decimal(960), voucher.number)
    assert open_amount(own) == before - 960


def test_r4_only_from_an_own_purchase_with_room(scene: Scene) -> None:
    own, other = scene.purchase(contact=scene.contact), scene.purchase()
    reward = scene.payable()
    with pytest.raises(DomainError) as refusal:
        scene.verified(reward, method="deduct", deduct_from_id=other.pk)
    assert refusal.value.field == "deduct_from"
    payment_receive(
        purchase_id=own.pk,
        kind="instalment",
        amount=open_amount(own) - 959,
        received_on=timezone.localdate(),
        by=scene.cast.fin1,
    )
    with pytest.raises(DomainError) as refusal:
        scene.verified(reward, method="deduct", deduct_from_id=own.pk)
    assert refusal.value.field == "deduct_from"


# --- three people ------------------------------------------------------------------------------


def test_r5_who_accompanies_may_not_verify(scene: Scene) -> None:
    reward = scene.payable()
    desk = desk_check(scene.cast.fin1)
    with pytest.raises(DomainError) as refusal:
        reward_verify(reward_id=reward.pk, desk=desk, by=scene.cast.fin1)
    assert refusal.value.field == "accompanied_by"


def test_r5_who_verified_may_not_pay(scene: Scene) -> None:
    voucher = scene.verified()
    with pytest.raises(DomainError):
        voucher_pay(voucher_id=voucher.pk, by=scene.cast.fin1)
    assert not Payment.objects.exists()
    assert voucher_pay(voucher_id=voucher.pk, by=scene.cast.fin2).net == 960


@pytest.mark.parametrize("name", ["ann", "manager", "law", "admin"])
def test_r5_only_finance_verifies_and_pays(
    scene: Scene, name: str, request: pytest.FixtureRequest
) -> None:
    by: User = request.getfixturevalue(name)
    reward = scene.payable()
    with pytest.raises(DomainError):
        reward_verify(reward_id=reward.pk, desk=desk_check(scene.cast.ann), by=by)
    voucher = scene.verified(reward)
    with pytest.raises(DomainError):
        voucher_pay(voucher_id=voucher.pk, by=by)


@pytest.mark.parametrize("name", ["fin1", "ann"])
def test_r5_the_database_holds_it_too(
    scene: Scene, name: str, request: pytest.FixtureRequest
) -> None:
    voucher = scene.verified()
    by: User = request.getfixturevalue(name)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.filter(pk=voucher.pk).update(
            state="paid", paid_by=by, paid_at=timezone.now()
        )


# --- paying ------------------------------------------------------------------------------------


def test_r6_a_second_payment_is_refused_with_who_and_when(scene: Scene) -> None:
    voucher = scene.paid()
    with pytest.raises(DomainError) as refusal:
        voucher_pay(voucher_id=voucher.pk, by=scene.cast.fin2)
    assert voucher.number in str(refusal.value)
    assert "Fin2" in str(refusal.value)
    assert Payment.objects.count() == 1


def test_r3_an_unverified_reward_is_not_paid(scene: Scene) -> None:
    with pytest.raises(DomainError):
        reward_pay(reward_id=scene.payable().pk, by=scene.cast.fin2)


def test_r2_a_reversed_down_payment_stops_it(scene: Scene) -> None:
    reward = scene.payable()
    scene.verified(reward)
    entry = LedgerEntry.objects.get(purchase=reward.purchase, kind="down_payment")
    entry_reverse(entry_id=entry.pk, reason="Wrong purchase", by=scene.cast.fin1)
    with pytest.raises(DomainError):
        reward_pay(reward_id=reward.pk, by=scene.cast.fin2)
    payment_receive(
        purchase_id=reward.purchase_id,
        kind="down_payment",
        amount=sales.DOWN_PAYMENT,
        received_on=timezone.localdate(),
        by=scene.cast.fin1,
    )
    assert reward_pay(reward_id=reward.pk, by=scene.cast.fin2)


def test_r6_void_gives_the_reward_back_and_keeps_the_number(scene: Scene) -> None:
    voucher = scene.verified()
    reward = voucher.rewards.get()
    voucher_void(voucher_id=voucher.pk, why="Wrong way of paying", by=scene.cast.fin1)
    reward.refresh_from_db()
    assert (reward.state, reward.voucher) == ("payable", None)
    with pytest.raises(DomainError):
        voucher_pay(voucher_id=voucher.pk, by=scene.cast.fin2)
    assert scene.verified(reward).serial == 2


def test_r6_a_paid_voucher_is_not_made_void(scene: Scene) -> None:
    voucher = scene.paid()
    with pytest.raises(DomainError):
        voucher_void(voucher_id=voucher.pk, why="Changed my mind", by=scene.cast.fin1)


def test_r7_a_reclaim_is_settled_once(scene: Scene) -> None:
    voucher = scene.paid()
    reward = voucher.rewards.get()
    purchase_cancel(purchase_id=reward.purchase_id, reason="Moved away", by=scene.cast.ann)
    reclaim = reclaim_settle(reclaim_id=reward.reclaim.pk, note="cash", by=scene.cast.fin1)
    assert reclaim.settled_by == scene.cast.fin1
    with pytest.raises(DomainError):
        reclaim_settle(reclaim_id=reclaim.pk, note="cash", by=scene.cast.fin1)


# --- tax ---------------------------------------------------------------------------------------


def test_r8_payments_of_a_month_add_up(scene: Scene) -> None:
    taxes = [scene.verified(scene.payable()).tax for _ in range(4)]
    assert taxes == [40, 200, 200, 200]
    assert sum(taxes) == tax_withheld(4000, "labour") == 640


def test_r8_in_one_voucher_the_same_tax(scene: Scene) -> None:
    first, *also = [scene.payable().pk for _ in range(4)]
    voucher = scene.verified(
        Reward.objects.get(pk=first),
        also=also,
        method="transfer",
        account="6222000011112222",
        account_name="王玥堃",
    )
    assert [voucher.gross, voucher.tax, voucher.net] == [4000, 640, 3360]


def test_r8_two_records_of_one_person_share_a_month(cast: Cast) -> None:
    one, other = make.scene(cast), make.scene(cast, name="泉州商会")
    assert [one.verified().tax, other.verified().tax] == [40, 200]


def test_r8_paid_in_the_order_of_the_month(scene: Scene) -> None:
    first, second = scene.verified(scene.payable()), scene.verified(scene.payable())
    with pytest.raises(DomainError) as refusal:
        voucher_pay(voucher_id=second.pk, by=scene.cast.fin2)
    assert first.number in str(refusal.value)
    voucher_pay(voucher_id=first.pk, by=scene.cast.fin2)
    voucher_pay(voucher_id=second.pk, by=scene.cast.fin2)


def test_r8_void_takes_the_later_ones_of_the_month_along(scene: Scene) -> None:
    first, second = scene.verified(scene.payable()), scene.verified(scene.payable())
    rewards = [voucher.rewards.get() for voucher in (first, second)]
    voucher_void(voucher_id=first.pk, why="Not there in person", by=scene.cast.fin1)
    second.refresh_from_db()
    assert second.state == "void"
    assert [scene.verified(reward).tax for reward in reversed(rewards)] == [40, 200]


def moment(year: int, month: int, day: int) -> datetime:
    return timezone.make_aware(datetime(year, month, day, 10))  # noqa: DTZ001 - made aware here


def test_r8_a_new_month_begins_at_nothing(cast: Cast) -> None:
    with time_machine.travel(moment(2008, 6, 28), tick=False):
        scene = make.scene(cast)
        first, second = scene.payable(), scene.payable()
        voucher = scene.verified(first)
        assert voucher.tax_month == date(2008, 6, 1)
        assert voucher.number == "SHANGGE-2008-000001"
    with time_machine.travel(moment(2008, 7, 1), tick=False):
        assert scene.verified(second).tax == 40
        with pytest.raises(DomainError):
            voucher_pay(voucher_id=voucher.pk, by=cast.fin2)
        voucher_void(voucher_id=voucher.pk, why="The month is over", by=cast.fin1)
        assert scene.verified(first).tax == 200


def test_l3_each_step_is_in_the_trail_and_the_invariants_hold(scene: Scene) -> None:
    scene.paid()
    actions = set(AuditRecord.objects.values_list("action", flat=True))
    assert {
        "rewards.reward.accrued",
        "rewards.acknowledgement.filed",
        "rewards.voucher.issued",
        "rewards.voucher.payment",
        "rewards.reward.paid",
    } <= actions
    found = [f for f in invariants.check_all() if f.invariant.name.startswith("rewards.")]
    assert found
    assert not [finding for finding in found if finding.rows]
