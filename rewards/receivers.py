"""What rewards does when pricing tells it: one line each."""

from typing import Any

from django.dispatch import receiver

from pricing.signals import purchase_advanced
from pricing.states import PurchaseState
from rewards.services import reward_accrue, reward_void


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
