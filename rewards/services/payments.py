"""The money is handed out: once, by a third person, in the month of its tax (R4–R6, R8)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from pricing.services import reward_deduct
from rewards import permissions
from rewards.models import Method, Payment, Reward, Voucher
from rewards.selectors import month_of
from rewards.services.desk import check_goes_on, check_room
from rewards.services.shared import (
    advance,
    locked_month,
    locked_purchase,
    locked_rewards,
    require,
)
from rewards.states import RewardState, VoucherState
from units.services.shared import locked_people


@transaction.atomic
def reward_pay(*, reward_id: int, by: User) -> Payment:
    """Pay the voucher a reward stands on; refused while there is none."""
    reward = Reward.objects.filter(pk=reward_id).first()
    if reward is None:
        raise DomainError(_("There is no such reward. Go back to the list."))
    if reward.voucher_id is None:
        raise DomainError(
            _("This reward is “%(state)s”. It has to be verified before it is paid.")
            % {"state": reward.get_state_display()}
        )
    return voucher_pay(voucher_id=reward.voucher_id, by=by)


@transaction.atomic
def voucher_pay(*, voucher_id: int, by: User) -> Payment:
    """Pay a voucher: its rewards are paid, and what is deducted stands in the buyer's ledger."""
    require(by, permissions.REWARD_PAY)
    now = timezone.now()
    voucher = _locked(voucher_id)
    rewards = locked_rewards(voucher.rewards.values_list("pk", flat=True))
    _check(voucher, rewards, timezone.localdate(now), by)
    payment = Payment.objects.create(
        voucher=voucher,
        gross=voucher.gross,
        tax=voucher.tax,
        net=voucher.net,
        method=voucher.method,
        by=by,
        at=now,
    )
    _mark(voucher, rewards, now, by)
    audit.record("rewards.voucher.payment", payment, by=by, net=payment.net, voucher=voucher.number)
    return payment


def _locked(voucher_id: int) -> Voucher:
    """Purchase, person, month, then the voucher: locked in the house's order."""
    found = Voucher.objects.filter(pk=voucher_id).first()
    if found is None:
        raise DomainError(_("There is no such voucher. Go back to the list."))
    if found.deduct_from_id is not None:
        locked_purchase(found.deduct_from_id)
    locked_people(found.contact_id)
    locked_month(found.person, found.tax_month)
    rows = Voucher.objects.select_for_update(of=("self",))
    voucher: Voucher = rows.select_related("contact", "paid_by", "deduct_from").get(pk=voucher_id)
    return voucher


def _check(voucher: Voucher, rewards: list[Reward], today: date, by: User) -> None:
    """Refused if paid or void, by R5, out of its tax month, or when it may not go on."""
    _refuse_unless_open(voucher)
    if by.pk in (voucher.verified_by_id, voucher.accompanied_by_id):
        raise DomainError(_("Who accompanied or verified may not pay. Ask a colleague."))
    if voucher.tax_month != month_of(today):
        raise DomainError(
            _("The month of its tax is over. Make the voucher void and verify again.")
        )
    _refuse_before_earlier(voucher)
    for reward in rewards:
        check_goes_on(reward, today)
    if voucher.deduct_from is not None:
        check_room(voucher.deduct_from, voucher.contact, voucher.net)


def _refuse_unless_open(voucher: Voucher) -> None:
    if voucher.state == VoucherState.PAID and voucher.paid_at is not None:
        raise DomainError(
            _("Voucher %(number)s was paid on %(day)s by %(name)s. It is not paid a second time.")
            % {
                "number": voucher.number,
                "day": f"{timezone.localdate(voucher.paid_at):%Y-%m-%d}",
                "name": voucher.paid_by,
            }
        )
    if voucher.state == VoucherState.VOID:
        raise DomainError(
            _("Voucher %(number)s is void. Verify the reward again.") % {"number": voucher.number}
        )


def _refuse_before_earlier(voucher: Voucher) -> None:
    """The tax of this one was built on the earlier ones of the month, so they go first (R8)."""
    earlier = Voucher.objects.filter(
        person=voucher.person,
        tax_month=voucher.tax_month,
        state=VoucherState.VERIFIED,
        pk__lt=voucher.pk,
    ).first()
    if earlier is not None:
        raise DomainError(
            _("Pay or void %(number)s of this person first: the tax of this one builds on it.")
            % {"number": earlier.number}
        )


def _mark(voucher: Voucher, rewards: list[Reward], now: datetime, by: User) -> None:
    if voucher.method == Method.DEDUCT and voucher.deduct_from_id is not None:
        reward_deduct(
            purchase_id=voucher.deduct_from_id,
            amount=voucher.net,
            received_on=timezone.localdate(now),
            note=voucher.number,
            by=by,
        )
    voucher.paid_by, voucher.paid_at = by, now
    advance(voucher, VoucherState.PAID, by=by, fields=("paid_by", "paid_at"))
    for reward in rewards:
        advance(reward, RewardState.PAID, by=by)
