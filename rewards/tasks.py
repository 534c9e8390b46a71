"""The daily work of rewards; the ranking's own is taken in with it."""

from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _

from core.jobs import daily
from rewards.ranking.tasks import heal_totals
from rewards.services import rewards_make_payable

__all__ = ["heal_totals", "make_payable"]


@daily("rewards.payable", at=lambda day: time(0, 30), label=_("Rewards that become payable"))
def make_payable(day: date, now: datetime) -> int:
    """Move what is due, hold what must be held, heal what was missed (R2, R3, L2)."""
    return rewards_make_payable(day=day)
