"""What sales say when a merge is to be taken back (P5)."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.merging import register_undo_refusal
from pricing.models import PriceDifference


def register() -> None:
    """Called once, when the house opens."""
    register_undo_refusal(_owed_since)


def _owed_since(merge: Any) -> Iterator[str]:
    """A difference that arose by the common count is owed to the buyer, whatever comes after."""
    rows = PriceDifference.objects.filter(purchase__unit=merge.unit_id, arose_at__gte=merge.at)
    if merge.unit_id and rows.exists():
        yield _("Buyers are owed a price difference since the merge, so the units stay together.")
