"""When a reward is due, how much, from when (R1–R3, R7, K3, K4)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from core.models import PolicyRow, StateChange
from core.policies.values import as_values, pack
from pricing.models import Purchase
from pricing.services import contract_sign, down_payment_receive, purchase_cancel
from pricing.signals import purchase_advanced
from rewards import receivers
from rewards.due import NotDue
from rewards.models import Reclaim, Reward
from rewards.policies import RewardPolicy, RewardTier
from rewards.selectors import earned
from rewards.services import reward_accrue, rewards_make_payable
from tests.pricing import factories as sales
from tests.rewards import factories as make
from tests.rewards.factories import Cast, Scene, days_ago
from units.services import key_person_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def unheard() -> Any:
    """Rewards do not hear of purchases, as if the receiver had failed."""
    hooks = (receivers.on_down_payment, receivers.on_cancelled)
    for hook in hooks:
        purchase_advanced.disconnect(hook)
    yield
    for hook in hooks:
        purchase_advanced.connect(hook)


def policy(**changes: Any) -> None:
    """Figures of the reward policy since long ago."""
    values = {**as_values(RewardPolicy()), **changes}
    PolicyRow.objects.create(
        kind="reward",
        valid_from=days_ago(400),
        values=pack(RewardPolicy, values),
        created_by=User.objects.earliest("pk"),
    )


def test_r2_the_down_payment_brings_a_thousand_yuan(scene: Scene) -> None:
    purchase = scene.purchase(ago=3)
    reward = Reward.objects.get()
    assert (reward.purchase, reward.contact, reward.unit) == (purchase, scene.contact, scene.unit)
    assert (reward.amount, reward.homes) == (Decimal(1000), 1)
    assert (reward.owner, reward.team_id) == (scene.cast.ann, purchase.team_id)
    assert reward.contract_no == purchase.contract_no
    assert reward.figures["tiers"] == [{"homes": 1, "amount": "1000"}]


def test_r2_a_contract_alone_brings_nothing(scene: Scene) -> None:
    purchase = sales.contracted(
        scene.cast.ann, scene.cast.fin1, scene.unit, reserved_on=days_ago(3)
    )
    assert make.accrue(purchase) is None
    assert earned(purchase) == NotDue.NOT_PAID


def test_r6_a_contract_earns_one_reward(scene: Scene) -> None:
    reward = scene.reward()
    assert make.accrue(reward.purchase) == reward
    assert make.accrue(reward.purchase, scene.cast.fin1) == reward
    reward.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        reward.save(force_insert=True)
    assert Reward.objects.count() == 1


def test_r2_the_buyer_must_belong_to_the_unit(scene: Scene, unheard: Any) -> None:
    purchase = scene.purchase()
    purchase.contact.unit = None
    purchase.contact.save()
    assert make.accrue(purchase) is None


def test_r2_without_a_unit_nothing_is_due(scene: Scene) -> None:
    purchase = sales.down_paid(scene.cast.ann, scene.cast.fin1, None, reserved_on=days_ago(3))
    assert earned(purchase) == NotDue.NO_UNIT
    assert not Reward.objects.exists()


@pytest.mark.parametrize(("last_day", "due"), [(4, True), (5, True), (6, False), (10, False)])
def test_r2_contract_and_down_payment_lie_inside_the_campaign(
    scene: Scene, last_day: int, due: bool
) -> None:
    """Contract ten days ago, down payment five; the campaign ended `last_day` days ago."""
    scene.campaign.ends_on = days_ago(last_day)
    scene.campaign.save()
    purchase = sales.contracted(
        scene.cast.ann, scene.cast.fin1, scene.unit, reserved_on=days_ago(10)
    )
    down_payment_receive(
        purchase_id=purchase.pk,
        amount=sales.DOWN_PAYMENT,
        received_on=days_ago(5),
        by=scene.cast.fin1,
    )
    assert Reward.objects.exists() == due


def test_r2_both_days_of_the_window_count(scene: Scene) -> None:
    scene.campaign.starts_on = scene.campaign.ends_on = days_ago(4)
    scene.campaign.save()
    assert scene.reward(ago=4)


def test_r2_the_own_home_earns_nothing(scene: Scene) -> None:
    purchase = scene.purchase(contact=scene.contact)
    assert not Reward.objects.exists()
    assert earned(purchase) == NotDue.OWN_HOME


def test_r2_the_own_home_earns_where_the_switch_says_so(scene: Scene) -> None:
    policy(own_home_earns=True)
    assert scene.reward(contact=scene.contact).amount == Decimal(1000)


def test_k4_a_change_before_the_down_payment_is_not_recognised(scene: Scene) -> None:
    other = make.person(scene.unit, scene.cast.ann, "Li Na")
    key_person_name(
        unit_id=scene.unit.pk, contact_id=other.pk, starts_on=days_ago(20), by=scene.cast.ann
    )
    purchase = scene.purchase()
    assert not Reward.objects.exists()
    assert earned(purchase) == NotDue.NO_KEY_PERSON


def test_k4_a_change_after_the_down_payment_does_not_matter(scene: Scene) -> None:
    other = make.person(scene.unit, scene.cast.ann, "Li Na")
    key_person_name(
        unit_id=scene.unit.pk, contact_id=other.pk, starts_on=days_ago(2), by=scene.cast.ann
    )
    assert scene.reward(ago=3).contact == scene.contact


def test_k4_a_change_between_contract_and_down_payment_is_not_recognised(scene: Scene) -> None:
    purchase = sales.subscribed(
        scene.cast.ann, scene.cast.fin1, scene.unit, reserved_on=days_ago(9)
    )
    contract_sign(
        purchase_id=purchase.pk, contract_no="HT-1", signed_on=days_ago(9), by=scene.cast.ann
    )
    other = make.person(scene.unit, scene.cast.ann, "Li Na")
    key_person_name(
        unit_id=scene.unit.pk, contact_id=other.pk, starts_on=days_ago(5), by=scene.cast.ann
    )
    down_payment_receive(
        purchase_id=purchase.pk,
        amount=sales.DOWN_PAYMENT,
        received_on=days_ago(2),
        by=scene.cast.fin1,
    )
    assert not Reward.objects.exists()


def test_k3_without_a_first_visit_nothing_is_due(scene: Scene) -> None:
    scene.unit.first_visit_on = None
    scene.unit.save()
    scene.purchase()
    assert not Reward.objects.exists()


def test_k3_named_after_the_first_visit_is_not_throughout(cast: Cast) -> None:
    scene = make.scene(cast)
    scene.unit.first_visit_on = days_ago(50)
    scene.unit.save()
    scene.purchase()
    assert not Reward.objects.exists()


def test_r1_the_tier_of_the_units_homes_counts(scene: Scene) -> None:
    policy(tiers=(RewardTier(1, Decimal(800)), RewardTier(3, Decimal(1200))))
    assert [scene.reward().amount for _ in range(3)] == [800, 800, 1200]


def test_r1_a_reward_of_nothing_is_none(scene: Scene) -> None:
    policy(tiers=(RewardTier(2, Decimal(1000)),))
    assert earned(scene.purchase()) == NotDue.NO_AMOUNT


@pytest.mark.parametrize(("ago", "state"), [(6, "accrued"), (7, "payable"), (8, "payable")])
def test_r3_payable_a_week_after_the_contract(scene: Scene, ago: int, state: str) -> None:
    scene.acknowledge()
    reward = scene.reward(ago=ago)
    assert reward.payable_on == days_ago(ago) + timedelta(days=7)
    assert reward.state == state


def test_r3_the_daily_job_moves_what_is_due(scene: Scene) -> None:
    scene.acknowledge()
    reward = scene.reward(ago=6)
    assert rewards_make_payable(day=days_ago(0)) == 0
    assert rewards_make_payable(day=days_ago(-1)) == 1
    assert rewards_make_payable(day=days_ago(-1)) == 0
    reward.refresh_from_db()
    assert reward.state == "payable"
    path = StateChange.objects.filter(subject_type="rewards.reward")
    assert [(row.from_state, row.to_state) for row in path] == [
        ("", "accrued"),
        ("accrued", "payable"),
    ]


def test_r2_the_daily_job_heals_what_was_missed(scene: Scene, unheard: Any) -> None:
    scene.acknowledge()
    purchase = scene.purchase()
    assert not Reward.objects.exists()
    assert rewards_make_payable(day=days_ago(0)) == 1
    assert Reward.objects.get().purchase == purchase


def test_r7_the_daily_job_heals_a_missed_cancellation(scene: Scene, unheard: Any) -> None:
    reward = reward_accrue(purchase_id=scene.purchase().pk, by=None)
    assert reward is not None
    cancel(reward.purchase, scene)
    rewards_make_payable(day=days_ago(0))
    reward.refresh_from_db()
    assert reward.state == "void"


def cancel(purchase: Purchase, scene: Scene) -> None:
    purchase_cancel(purchase_id=purchase.pk, reason="Changed plans", by=scene.cast.ann)


def test_r7_a_cancelled_purchase_makes_an_unpaid_reward_void(scene: Scene) -> None:
    reward = scene.payable()
    cancel(reward.purchase, scene)
    reward.refresh_from_db()
    assert reward.state == "void"
    assert not Reclaim.objects.exists()


def test_r7_a_held_reward_becomes_void_too(scene: Scene) -> None:
    reward = scene.reward()
    assert reward.state == "on_hold"
    cancel(reward.purchase, scene)
    reward.refresh_from_db()
    assert reward.state == "void"


def test_r7_a_verified_reward_is_void_and_so_is_its_voucher(scene: Scene) -> None:
    voucher = scene.verified()
    reward = voucher.rewards.get()
    cancel(reward.purchase, scene)
    reward.refresh_from_db()
    voucher.refresh_from_db()
    assert (reward.state, reward.voucher, voucher.state) == ("void", None, "void")


def test_r7_a_paid_reward_is_to_be_reclaimed_once(scene: Scene) -> None:
    voucher = scene.paid()
    reward = voucher.rewards.get()
    cancel(reward.purchase, scene)
    rewards_make_payable(day=days_ago(0))
    reward.refresh_from_db()
    reclaim = Reclaim.objects.get()
    assert (reward.state, reclaim.reward, reclaim.amount) == ("paid", reward, Decimal("960.00"))
    assert reclaim.settled_on is None
