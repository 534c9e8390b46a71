"""Every arrow and every non-arrow of rewards and vouchers (R3, R6)."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction

from core.errors import DomainError
from rewards.models import Reward
from rewards.services.shared import advance
from rewards.states import REWARD_TRANSITIONS, VOUCHER_TRANSITIONS, RewardState, VoucherState
from tests.rewards.factories import Scene

ALLOWED = {
    ("accrued", "payable"),
    ("accrued", "on_hold"),
    ("accrued", "void"),
    ("payable", "verified"),
    ("payable", "on_hold"),
    ("payable", "void"),
    ("on_hold", "accrued"),
    ("on_hold", "payable"),
    ("on_hold", "refused"),
    ("on_hold", "converted"),
    ("on_hold", "void"),
    ("verified", "paid"),
    ("verified", "payable"),
}


@pytest.mark.parametrize(("was", "to"), list(product(RewardState, RewardState)))
def test_r3_reward_arrows(was: str, to: str) -> None:
    assert (to in REWARD_TRANSITIONS[was]) == ((was, to) in ALLOWED)


@pytest.mark.parametrize(("was", "to"), list(product(VoucherState, VoucherState)))
def test_r6_voucher_arrows(was: str, to: str) -> None:
    assert (to in VOUCHER_TRANSITIONS[was]) == (
        (was, to) in {("verified", "paid"), ("verified", "void")}
    )


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["verified", "paid", "refused", "converted", "accrued"])
def test_r3_no_service_can_jump(scene: Scene, to: str) -> None:
    reward = scene.payable() if to != "verified" else scene.reward()
    with pytest.raises(DomainError):
        advance(reward, to, by=scene.cast.fin1)
    assert Reward.objects.get().state != to


@pytest.mark.django_db
def test_r3_the_database_knows_no_other_state(scene: Scene) -> None:
    reward = scene.reward()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reward.objects.filter(pk=reward.pk).update(state="lost")
    with pytest.raises(IntegrityError), transaction.atomic():
        Reward.objects.filter(pk=reward.pk).update(state="paid")
