"""What rewards does when pricing and units tell it: one line each."""

from typing import Any

from django.dispatch import receiver

from pricing.signals import purchase_advanced
from pricing.states import PurchaseState
from rewards.gifts.selectors import gift_hold_codes
from rewards.services import reward_accrue, reward_void
from rewards.services.tenures import refuse_rewriting
from units.signals import gift_weighed, tenure_rewriting


@receiver(purchase_advanced)
def on_down_payment(purchase: Any, to: str, by: Any, **_: Any) -> None:
    """The down payment brings the reward (R2)."""
    if to == PurchaseState.DOWN_PAID:
        reward_accrue(purchase_id=purchase.pk, by=by)


@receiver(purchase_advanced)
def on_cancelled(purchase: Any, to: str, by: Any, **_: Any) -> None:
    """A cancellation takes it (R7)."""
    if to == PurchaseState.CANCELLED:
        reward_void(purchase_id=purchase.pk, by=by)


@receiver(tenure_rewriting)
def on_tenure_rewriting(tenure: Any, period: Any, **_: Any) -> None:
    """What a reward was decided on is not rewritten (K4)."""
    refuse_rewriting(tenure, period)


@receiver(gift_weighed)
def on_gift(gift: Any, on: Any, **_: Any) -> list[str]:
    """Gifts and rewards of one person are one sum (L2)."""
    return gift_hold_codes(gift, on)
