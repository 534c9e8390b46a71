"""What must always hold of rewards and their money (R5–R8, L2)."""

from collections.abc import Iterable

from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from core.invariants import gapless, register_invariant, sealed, states
from rewards.models import Decision, Payment, Reward, Voucher
from rewards.states import REWARD_TRANSITIONS, VOUCHER_TRANSITIONS, RewardState, VoucherState
from units.models import Gift
from units.states import GIFT_TRANSITIONS, GiftState

register_invariant(
    "rewards.reward_states", _("Rewards moved along allowed arrows"),
    states("rewards.Reward", REWARD_TRANSITIONS),
)  # fmt: skip
register_invariant(
    "rewards.voucher_states", _("Vouchers moved along allowed arrows"),
    states("rewards.Voucher", VOUCHER_TRANSITIONS),
)  # fmt: skip
register_invariant(
    "rewards.voucher_numbers", _("Voucher numbers have no gaps"),
    gapless("rewards.Voucher", "serial", ("project_id", "year")),
)  # fmt: skip
register_invariant(
    "rewards.account_sealed", _("No plain account number is kept"),
    sealed("rewards.Voucher", "account"),
)  # fmt: skip
register_invariant(
    "units.gift_states", _("Gifts moved along allowed arrows"),
    states("units.Gift", GIFT_TRANSITIONS),
)  # fmt: skip


def _given_unreleased() -> Iterable[str]:
    """A gift that was held was given only after compliance had released it (L2)."""
    given = Gift.objects.filter(state=GiftState.GIVEN, held_on__isnull=False)
    stray = given.exclude(decisions__kind=Decision.Kind.RELEASE)
    yield from (f"gift {pk}" for pk in stray.values_list("pk", flat=True))


register_invariant(
    "rewards.gifts_released", _("No held gift was given without compliance"), _given_unreleased
)


def _unpaid_or_twice() -> Iterable[str]:
    """Paid vouchers and payments are one to one and say the same."""
    paid = Voucher.objects.filter(state=VoucherState.PAID)
    same = Q(payments__net=F("net"), payments__tax=F("tax"), payments__gross=F("gross"))
    odd = paid.exclude(pk__in=paid.filter(same).values("pk"))
    yield from (f"voucher {number}" for number in odd.values_list("number", flat=True))
    stray = Payment.objects.exclude(voucher__state=VoucherState.PAID)
    yield from (f"payment {pk}" for pk in stray.values_list("pk", flat=True))


def _other_sum() -> Iterable[str]:
    """A live voucher is as much as its rewards."""
    live = Voucher.objects.counted().annotate(sum=Sum("rewards__amount"))
    odd = live.exclude(sum=F("gross")) | live.filter(sum__isnull=True)
    yield from odd.values_list("number", flat=True)


def _two_people() -> Iterable[str]:
    """Somebody did two of the three parts (R5)."""
    two = Q(accompanied_by=F("verified_by")) | Q(paid_by=F("verified_by"))
    rows = Voucher.objects.filter(two | Q(paid_by=F("accompanied_by")))
    yield from rows.values_list("number", flat=True)


def _blocked_kind() -> Iterable[str]:
    """Paid without compliance, though at its verification the law held it (L2)."""
    rows = Reward.objects.filter(state=RewardState.PAID, voucher__snapshot__blocked=True)
    unreleased = rows.exclude(decisions__kind="release")
    yield from (f"reward {pk}" for pk in unreleased.values_list("pk", flat=True))


register_invariant(
    "rewards.paid_once", _("Paid vouchers and payments are one to one"), _unpaid_or_twice
)
register_invariant("rewards.voucher_sum", _("A voucher is the sum of its rewards"), _other_sum)
register_invariant("rewards.three_people", _("Three people handled each voucher"), _two_people)
register_invariant("rewards.blocked_kind", _("No reward was paid to a blocked kind"), _blocked_kind)
