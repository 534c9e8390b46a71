"""Holds and what lifts them: the unit's acknowledgement, or compliance in writing (L2)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from core import audit, files
from core.errors import DomainError
from rewards import permissions
from rewards.models import Acknowledgement, Conversion, Decision, Reward
from rewards.reasons import BY_HAND, NOT_ACKNOWLEDGED, YEAR_MANAGER, YEAR_STOP
from rewards.selectors import hold_reasons_of
from rewards.services.shared import (
    advance,
    hold,
    let_go,
    locked_reward,
    locked_rewards,
    require,
)
from rewards.states import BEFORE_DESK, RewardState
from units.models import Unit
from units.services.shared import locked_people

LEAST_BASIS = 10  # characters; less says nothing


@transaction.atomic
def acknowledgement_file(
    *, unit_id: int, signed_on: date, upload: Any, note: str = "", by: User
) -> Acknowledgement:
    """File the unit's written acknowledgement; what waited for nothing else goes on (L2)."""
    require(by, permissions.ACKNOWLEDGEMENT_ADD)
    today = timezone.localdate()
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id)
    if signed_on > today:
        raise DomainError(
            _("This day lies in the future. Enter the day it was signed."), field="signed_on"
        )
    kept = _kept(unit, signed_on, note, by)
    files.attachment_save(subject=kept, upload=upload, kind=files.EVIDENCE, by=by)
    audit.record("rewards.acknowledgement.filed", kept, by=by, unit=unit.pk)
    waiting = Reward.objects.held().filter(unit=unit).order_by("contact_id", "pk")
    for person in sorted(set(waiting.values_list("contact_id", flat=True))):
        locked_people(person)
    for reward in locked_rewards(waiting.values_list("pk", flat=True)):
        _acknowledged(reward, today, by)
    return kept


def _kept(unit: Unit, signed_on: date, note: str, by: User) -> Acknowledgement:
    try:
        with transaction.atomic():
            return Acknowledgement.objects.create(
                unit=unit, signed_on=signed_on, note=note.strip(), by=by, at=timezone.now()
            )
    except IntegrityError:
        raise DomainError(
            _("An acknowledgement of this day is on file already."), field="signed_on"
        ) from None


def _acknowledged(reward: Reward, today: date, by: User) -> None:
    """Strike the one reason; with others left the reward stays on hold."""
    if NOT_ACKNOWLEDGED not in reward.holds:
        return
    rest = [code for code in reward.holds if code != NOT_ACKNOWLEDGED]
    if rest:
        reward.holds = rest
        reward.save(update_fields=["holds"])
        audit.record("rewards.reward.acknowledged", reward, by=by, holds=rest)
    else:
        let_go(reward, today, by=by, why=gettext_noop("The unit's acknowledgement was filed."))


@transaction.atomic
def reward_hold(*, reward_id: int, why: str, by: User) -> Reward:
    """Give a reward to compliance: for what L2 says now, and because somebody has a doubt."""
    require(by, permissions.REWARD_HOLD)
    reward = locked_reward(reward_id)
    if reward.state not in BEFORE_DESK:
        raise DomainError(
            _("This reward is “%(state)s”, so it cannot be put on hold. Void its voucher first.")
            % {"state": reward.get_state_display()}
        )
    if not why.strip():
        raise DomainError(_("Say what compliance should look at."), field="why")
    today = timezone.localdate()
    codes = [reason.code for reason in hold_reasons_of(reward, today)]
    hold(reward, [*codes, BY_HAND], today, by=by, why=why.strip())
    return reward


@dataclass(frozen=True)
class Ruling:
    """A decision as it was made: what, on which written basis, with which paper if any."""

    kind: str
    basis: str
    upload: Any = None


@transaction.atomic
def reward_agree(*, reward_id: int, basis: str, by: User) -> Decision:
    """The sales manager agrees; compliance may release only then from the second step on (L2)."""
    require(by, permissions.REWARD_AGREE)
    reward = _held(reward_id)
    if YEAR_MANAGER not in reward.holds:
        raise DomainError(_("This hold does not wait for the sales manager."))
    return _decide(reward, Ruling(Decision.Kind.AGREE, basis), by)


@transaction.atomic
def reward_release(*, reward_id: int, basis: str, by: User, upload: Any = None) -> Reward:
    """Compliance lets the reward go on, on a written legal basis; nobody else can (L2)."""
    require(by, permissions.REWARD_DECIDE)
    reward = _held(reward_id)
    _refuse_release(reward)
    _decide(reward, Ruling(Decision.Kind.RELEASE, basis, upload), by)
    reward.cleared = [*reward.cleared, *(code for code in reward.holds if code != BY_HAND)]
    let_go(reward, timezone.localdate(), by=by, why=basis)
    return reward


def _refuse_release(reward: Reward) -> None:
    if YEAR_STOP in reward.holds:
        raise DomainError(
            _("The year's limit is reached: this reward can only be converted or refused.")
        )
    agreed = reward.decisions.filter(kind=Decision.Kind.AGREE)
    if YEAR_MANAGER in reward.holds and not agreed.exists():
        raise DomainError(_("At this total of the year the sales manager has to agree first."))


@transaction.atomic
def reward_convert(*, reward_id: int, basis: str, by: User, upload: Any = None) -> Reward:
    """Compliance turns the amount into a discount for the unit's buyers, listed to be granted."""
    require(by, permissions.REWARD_DECIDE)
    reward = _held(reward_id)
    _decide(reward, Ruling(Decision.Kind.CONVERT, basis, upload), by)
    at = advance(reward, RewardState.CONVERTED, by=by, why=basis)
    Conversion.objects.create(
        reward=reward,
        contact=reward.contact,
        unit=reward.unit,
        amount=reward.amount,
        why=basis[:300],
        arose_at=at,
    )
    return reward


@transaction.atomic
def reward_refuse(*, reward_id: int, basis: str, by: User, upload: Any = None) -> Reward:
    """Compliance refuses the reward for good."""
    require(by, permissions.REWARD_DECIDE)
    reward = _held(reward_id)
    _decide(reward, Ruling(Decision.Kind.REFUSE, basis, upload), by)
    advance(reward, RewardState.REFUSED, by=by, why=basis)
    return reward


def _held(reward_id: int) -> Reward:
    reward = locked_reward(reward_id)
    if reward.state != RewardState.ON_HOLD:
        raise DomainError(
            _("This reward is “%(state)s”, not on hold. Reload the page.")
            % {"state": reward.get_state_display()}
        )
    return reward


def basis_of(ruling: Ruling) -> str:
    """The written basis; DomainError where nothing is said."""
    basis = ruling.basis.strip()
    if len(basis) < LEAST_BASIS:
        raise DomainError(
            _("Write down the legal basis, in ten characters or more."), field="basis"
        )
    return basis


def _decide(reward: Reward, ruling: Ruling, by: User) -> Decision:
    decision = Decision.objects.create(
        reward=reward,
        kind=ruling.kind,
        codes=reward.holds,
        basis=basis_of(ruling),
        by=by,
        at=timezone.now(),
    )
    if ruling.upload is not None:
        files.attachment_save(subject=decision, upload=ruling.upload, kind=files.EVIDENCE, by=by)
    audit.record(f"rewards.reward.{ruling.kind}", reward, by=by, codes=reward.holds)
    return decision
