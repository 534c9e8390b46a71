"""Vouchers made void, and printed (R6, R8)."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from rewards import permissions
from rewards.models import Reward, Voucher, VoucherPrint
from rewards.services.shared import (
    advance,
    hold_if_needed,
    locked_month,
    locked_rewards,
    require,
)
from rewards.states import RewardState, VoucherState
from units.services.shared import locked_people


@transaction.atomic
def voucher_void(*, voucher_id: int, why: str, by: User) -> Voucher:
    """Take back an unpaid voucher; its rewards are payable again, or held if L2 says so.

    Later unpaid vouchers of the person's month go with it: their tax was built on this one (R8).
    """
    require(by, permissions.VOUCHER_VOID)
    found = Voucher.objects.get(pk=voucher_id)
    locked_people(found.contact_id)
    if not why.strip():
        raise DomainError(_("Say why the voucher is taken back."), field="why")
    _void_from(found, why=why.strip(), by=by)
    found.refresh_from_db()
    return found


def take_back(reward_id: int, *, why: str, by: User | None) -> None:
    """Make the unpaid voucher of a reward void, if there is one; the person is locked."""
    voucher = Voucher.objects.filter(rewards=reward_id, state=VoucherState.VERIFIED).first()
    if voucher is not None:
        _void_from(voucher, why=why, by=by)


def _void_from(voucher: Voucher, *, why: str, by: User | None) -> None:
    locked_month(voucher.person, voucher.tax_month)
    rows = Voucher.objects.select_for_update(of=("self",)).counted().order_by("pk")
    vouchers = list(
        rows.filter(person=voucher.person, tax_month=voucher.tax_month, pk__gte=voucher.pk)
    )
    paid = [row for row in vouchers if row.state == VoucherState.PAID]
    if paid or voucher.pk not in {row.pk for row in vouchers}:
        raise DomainError(
            _("Voucher %(number)s is paid or void already. Reload the page.")
            % {"number": paid[0] if paid else voucher}
        )
    today = timezone.localdate()
    rewards = locked_rewards(
        Reward.objects.filter(voucher__in=vouchers).values_list("pk", flat=True)
    )
    for reward in rewards:
        reward.voucher = None
        advance(reward, RewardState.PAYABLE, by=by, why=why, fields=("voucher",))
    for row in vouchers:
        advance(row, VoucherState.VOID, by=by, why=why)
    for reward in rewards:
        hold_if_needed(reward, today, by=by)


@transaction.atomic
def voucher_print(*, voucher_id: int, by: User) -> VoucherPrint:
    """Note that the voucher is printed: the first time the original, then copies."""
    return vouchers_print(voucher_ids=[voucher_id], by=by)[0]


@transaction.atomic
def vouchers_print(*, voucher_ids: Iterable[int], by: User) -> list[VoucherPrint]:
    """The same for several, in the order of their numbers. Void ones are refused."""
    require(by, permissions.VOUCHER_PRINT)
    rows = Voucher.objects.select_for_update(of=("self",)).filter(pk__in=list(voucher_ids))
    return [_print(voucher, by) for voucher in rows.order_by("pk")]


def _print(voucher: Voucher, by: User) -> VoucherPrint:
    if voucher.state == VoucherState.VOID:
        raise DomainError(_("Voucher %(number)s is void and is not printed.") % {"number": voucher})
    last = voucher.prints.aggregate(last=Max("copy"))["last"]
    made = VoucherPrint.objects.create(
        voucher=voucher, copy=0 if last is None else last + 1, by=by, at=timezone.now()
    )
    audit.record("rewards.voucher.printed", voucher, by=by, copy=made.copy)
    return made
