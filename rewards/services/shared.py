"""What all services of rewards share: locks in their order, and the one way to move a state.

Order of locks (docs/rewards.md): unit, purchase, contact, the person's month, voucher, reward,
counter, audit. Rows of one table by key.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, states
from core.errors import DomainError
from pricing.models import Purchase
from rewards.models import PersonMonth, Reward, Voucher
from rewards.selectors import hold_reasons_of
from rewards.states import REWARD_TRANSITIONS, VOUCHER_TRANSITIONS, RewardState
from units.models import Unit
from units.services.shared import locked_people


def _advance(
    subject: Reward | Voucher,
    to: str,
    *,
    by: User | None,
    why: str = "",
    fields: Iterable[str] = (),
) -> datetime:
    """Nobody else assigns `.state`."""
    table = REWARD_TRANSITIONS if isinstance(subject, Reward) else VOUCHER_TRANSITIONS
    return states.advance(subject, to, by=by, transitions=table, why=why, fields=fields)


advance = _advance


def locked_purchase(purchase_id: int) -> Purchase:
    """The purchase after its unit, the order pricing keeps."""
    unit_id = Purchase.objects.values_list("unit_id", flat=True).get(pk=purchase_id)
    if unit_id is not None:
        Unit.objects.select_for_update(no_key=True, of=("self",)).get(pk=unit_id)
    rows = Purchase.objects.select_for_update(no_key=True, of=("self",))
    purchase: Purchase = rows.select_related("contact", "unit__category", "campaign").get(
        pk=purchase_id
    )
    return purchase


def locked_month(person: str, month: date) -> PersonMonth:
    """One person's month (R8); made where it is new, so that two desks meet on it."""
    PersonMonth.objects.get_or_create(person=person, month=month)
    return PersonMonth.objects.select_for_update().get(person=person, month=month)


def locked_rewards(ids: Iterable[int]) -> list[Reward]:
    """The rewards by key, locked, with what every check reads."""
    rows = Reward.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=set(ids))
    found = rows.select_related(
        "contact", "unit__category", "unit__team", "purchase__home", "project"
    )
    return list(found.order_by("pk"))


def locked_reward(reward_id: int) -> Reward:
    """One reward, locked after its person. DomainError if there is none."""
    person = Reward.objects.filter(pk=reward_id).values_list("contact_id", flat=True).first()
    if person is None:
        raise DomainError(_("There is no such reward. Go back to the list."))
    locked_people(person)
    return locked_rewards([reward_id])[0]


def require(by: User | None, ability: str) -> None:
    """A person rule that must hold whatever page called (R5, L2). Jobs (None) pass."""
    if by is not None and not by.has_perm(ability):
        raise DomainError(_("Your role may not do this. Ask who may."))


def hold_if_needed(reward: Reward, on: date, *, by: User | None) -> bool:
    """Put an accrued or payable reward on hold if L2 says so."""
    reasons = hold_reasons_of(reward, on)
    if reasons:
        hold(reward, [reason.code for reason in reasons], on, by=by)
    return bool(reasons)


def hold(reward: Reward, codes: list[str], on: date, *, by: User | None, why: str = "") -> None:
    """Put a reward on hold for these reasons; `held_on` keeps the first time."""
    reward.holds = codes
    reward.held_on = reward.held_on or on
    advance(reward, RewardState.ON_HOLD, by=by, why=why, fields=("holds", "held_on"))
    audit.record("rewards.reward.held", reward, by=by, codes=codes)


def let_go(reward: Reward, on: date, *, by: User | None, why: str) -> None:
    """Off hold: payable if its day has come, else accrued (R3)."""
    reward.holds = []
    to = RewardState.PAYABLE if reward.payable_on <= on else RewardState.ACCRUED
    advance(reward, to, by=by, why=why, fields=("holds", "cleared"))
