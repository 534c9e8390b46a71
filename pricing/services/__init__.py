"""Everything that changes homes, purchases and their money.

Order of locks (docs/locking.md): the unit's row, then purchases by key, then the home, then the
counter. Whoever changes a purchase of a unit holds the unit's row, so the unit's count cannot
change under a price.
"""

from pricing.services.contracts import contract_sign, purchase_cancel, purchase_complete
from pricing.services.homes import home_add
from pricing.services.money import (
    deposit_receive,
    down_payment_receive,
    entry_reverse,
    payment_receive,
    refund_pay,
    reward_deduct,
)
from pricing.services.repricing import difference_settle, unit_reprice
from pricing.services.reserving import purchase_reserve

__all__ = [
    "contract_sign",
    "deposit_receive",
    "difference_settle",
    "down_payment_receive",
    "entry_reverse",
    "home_add",
    "payment_receive",
    "purchase_cancel",
    "purchase_complete",
    "purchase_reserve",
    "refund_pay",
    "reward_deduct",
    "unit_reprice",
]
