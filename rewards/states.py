"""What may follow what: rewards (R3) and their vouchers (R6). No ORM."""

from collections.abc import Mapping
from enum import StrEnum

Transitions = Mapping[str, frozenset[str]]


class RewardState(StrEnum):
    """A reward from the down payment on; the last four are ends."""

    ACCRUED = "accrued"
    PAYABLE = "payable"
    ON_HOLD = "on_hold"
    VERIFIED = "verified"
    PAID = "paid"
    REFUSED = "refused"
    CONVERTED = "converted"
    VOID = "void"


class VoucherState(StrEnum):
    """A voucher is issued by the verification."""

    VERIFIED = "verified"
    PAID = "paid"
    VOID = "void"


REWARD_TRANSITIONS: Transitions = {
    RewardState.ACCRUED: frozenset({RewardState.PAYABLE, RewardState.ON_HOLD, RewardState.VOID}),
    RewardState.PAYABLE: frozenset({RewardState.VERIFIED, RewardState.ON_HOLD, RewardState.VOID}),
    RewardState.ON_HOLD: frozenset(
        {
            RewardState.ACCRUED,
            RewardState.PAYABLE,
            RewardState.REFUSED,
            RewardState.CONVERTED,
            RewardState.VOID,
        }
    ),
    # Back to payable when its voucher is made void.
    RewardState.VERIFIED: frozenset({RewardState.PAID, RewardState.PAYABLE}),
    RewardState.PAID: frozenset(),
    RewardState.REFUSED: frozenset(),
    RewardState.CONVERTED: frozenset(),
    RewardState.VOID: frozenset(),
}

VOUCHER_TRANSITIONS: Transitions = {
    VoucherState.VERIFIED: frozenset({VoucherState.PAID, VoucherState.VOID}),
    VoucherState.PAID: frozenset(),
    VoucherState.VOID: frozenset(),
}

# Money that was or will be given for it: what a person's year adds up (L2).
COUNTED = frozenset(
    {
        RewardState.ACCRUED,
        RewardState.PAYABLE,
        RewardState.ON_HOLD,
        RewardState.VERIFIED,
        RewardState.PAID,
    }
)
# A voucher belongs to these and to no other.
ON_VOUCHER = frozenset({RewardState.VERIFIED, RewardState.PAID})
# A cancelled purchase still makes these void (R7); a verified one goes back to payable first.
OPEN = COUNTED - {RewardState.PAID}
# Nobody has checked the person yet, so a hold may still come.
BEFORE_DESK = frozenset({RewardState.ACCRUED, RewardState.PAYABLE})
