"""The ranking's nightly job (I1); rewards/tasks.py takes it in."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from core.jobs import daily
from rewards.ranking.services import totals_heal

HEALED_DAYS = 40


@daily("rewards.heal_totals", at=lambda day: time(3, 30), label=_("Count the ranking afresh"))
def heal_totals(day: date, now: datetime) -> int:
    """What a crash or a hand in the database left behind is counted again."""
    return totals_heal(first=day - timedelta(days=HEALED_DAYS), last=day)
