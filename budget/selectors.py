"""Reads over a campaign's budget."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from accounts.models import User
from budget.models import Line


@dataclass(frozen=True)
class Total:
    """What one campaign plans in all."""

    campaign: str
    planned: Decimal


def campaign_totals(user: User) -> list[Total]:
    """Each campaign the person sees with the sum of its whole lines; parts are within them."""
    rows = (
        Line.objects.visible_to(user)
        .filter(parent=None)
        .order_by("-campaign__starts_on", "campaign")
        .values("campaign__name", "campaign__starts_on", "campaign")
        .annotate(total=Sum("planned"))
    )
    return [Total(row["campaign__name"], row["total"]) for row in rows[:4]]
