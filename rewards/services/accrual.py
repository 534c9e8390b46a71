"""From the down payment to the day of payment, and back on a cancellation (R1–R3, R7)."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from core import audit, states
from core.money import yuan
from core.policies.values import as_values, pack
from pricing.models import Purchase
from pricing.states import PurchaseState
from rewards.due import NotDue
from rewards.models import Reclaim, Reward
from rewards.policies import RewardPolicy
from rewards.rules import payable_from
from rewards.selectors import Earned, earned, unrewarded
from rewards.services.shared import (
    advance,
    hold_if_needed,
    locked_purchase,
    locked_rewards,
)
from rewards.services.vouchers import take_back
from rewards.states import OPEN, RewardState
from units.services.shared import locked_people


@transaction.atomic
def reward_accrue(*, purchase_id: int, by: User | None) -> Reward | None:
    """The reward of a purchase whose contract and down payment are in; None if none is due (R2).

    A contract earns one reward: a second call gives the first one's. Held at once if L2 says so,
    payable at once if its week is over already.
    """
    purchase = locked_purchase(purchase_id)
    known: Reward | None = Reward.objects.filter(purchase=purchase).first()
    if known is not None:
        return known
    result = earned(purchase)
    if isinstance(result, NotDue):
        return None
    today = timezone.localdate()
    reward = _made(purchase, replace(result, contact=locked_people(result.contact.pk)), today)
    states.note(reward, "", by=by, at=timezone.now())
    audit.record(
        "rewards.reward.accrued", reward, by=by, amount=reward.amount, policy=reward.policy_id
    )
    _settle(reward, today, by=by)
    return reward


def _made(purchase: Purchase, result: Earned, today: date) -> Reward:
    # The rule asked for each of them.
    assert purchase.unit  # noqa: S101
    assert purchase.campaign  # noqa: S101
    assert purchase.contracted_on  # noqa: S101
    assert purchase.down_paid_on  # noqa: S101
    return Reward.objects.create(
        project_id=purchase.project_id,
        purchase=purchase,
        unit=purchase.unit,
        contact=result.contact,
        campaign=purchase.campaign,
        owner_id=purchase.owner_id,
        team_id=purchase.team_id,
        amount=result.amount,
        homes=result.homes,
        contract_no=purchase.contract_no,
        contracted_on=purchase.contracted_on,
        down_paid_on=purchase.down_paid_on,
        accrued_on=today,
        payable_on=payable_from(purchase.contracted_on, result.policy.payable_after_days),
        policy_id=result.policy.policy_id,
        figures=pack(RewardPolicy, as_values(result.policy)),
    )


def _settle(reward: Reward, day: date, *, by: User | None) -> None:
    """Where an accrued reward goes on a day: on hold, payable, or nowhere yet."""
    if not hold_if_needed(reward, day, by=by) and reward.payable_on <= day:
        advance(reward, RewardState.PAYABLE, by=by)


@transaction.atomic
def rewards_make_payable(*, day: date, by: User | None = None) -> int:
    """The daily work: heal what was missed, then move what is due on `day`; returns how many.

    Payable rewards are looked at again, too: a person may have become an official since.
    """
    done = _heal(by)
    due = Reward.objects.payable_on(day) | Reward.objects.filter(state=RewardState.PAYABLE)
    for person, ids in _by_person(due):
        locked_people(person)
        for reward in locked_rewards(ids):
            before = reward.state
            if before == RewardState.ACCRUED:
                _settle(reward, day, by=by)
            elif before == RewardState.PAYABLE:
                hold_if_needed(reward, day, by=by)
            done += reward.state != before
    return done


def _by_person(rewards: QuerySet[Reward]) -> list[tuple[int, list[int]]]:
    """Keys of rewards by person, both in order: what is locked is locked in one order."""
    people: dict[int, list[int]] = {}
    for pk, person in rewards.order_by("contact_id", "pk").values_list("pk", "contact_id"):
        people.setdefault(person, []).append(pk)
    return list(people.items())


def _heal(by: User | None) -> int:
    """Rewards nobody accrued, and those of purchases cancelled without a word."""
    looked = list(unrewarded().values_list("pk", flat=True))
    missed = [reward_accrue(purchase_id=pk, by=by) for pk in looked]
    stale = Reward.objects.filter(
        state__in=[*OPEN, RewardState.PAID], purchase__state=PurchaseState.CANCELLED
    ).exclude(state=RewardState.PAID, reclaim__isnull=False)
    purchases = list(stale.order_by("purchase_id").values_list("purchase_id", flat=True))
    for pk in purchases:
        reward_void(purchase_id=pk, by=by)
    return sum(reward is not None for reward in missed) + len(purchases)


@transaction.atomic
def reward_void(*, purchase_id: int, by: User | None, why: str = "") -> Reward | None:
    """The purchase was cancelled: an unpaid reward is void, a paid one is to be reclaimed (R7)."""
    purchase = locked_purchase(purchase_id)
    found = Reward.objects.filter(purchase=purchase).values_list("pk", "contact_id").first()
    if found is None:
        return None
    locked_people(found[1])
    reason = why or purchase.cancel_reason
    take_back(found[0], why=reason, by=by)
    reward = locked_rewards([found[0]])[0]
    if reward.state in OPEN:
        advance(reward, RewardState.VOID, by=by, why=reason)
    elif reward.state == RewardState.PAID:
        _reclaim(reward, reason, by)
    return reward


def _reclaim(reward: Reward, why: str, by: User | None) -> Reclaim:
    """What the person received for this reward: its share of the voucher's net."""
    voucher = reward.voucher
    assert voucher is not None  # noqa: S101 - a paid reward has one, by constraint
    share = voucher.net * reward.amount / voucher.gross
    reclaim, made = Reclaim.objects.get_or_create(
        reward=reward,
        defaults={"amount": yuan(share), "why": why[:300], "arose_at": timezone.now()},
    )
    if made:
        audit.record("rewards.reclaim.arose", reclaim, by=by, amount=reclaim.amount)
    return reclaim
