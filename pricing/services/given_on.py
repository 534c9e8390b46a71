"""Open purchases in a hand-over, and what a purchase means for the public pool (U5, U7).

What was subscribed or signed before keeps the leaver's name in the frozen shares.
"""

from collections.abc import Iterable

from django.db.models import Model
from django.utils.translation import gettext_lazy

from pricing.models import Purchase
from pricing.states import PurchaseState
from units.holdings import Holding, give_on
from units.models import Contact, Unit

OVER = (PurchaseState.COMPLETED, PurchaseState.CANCELLED)

HOLDINGS = (
    Holding(
        "purchases",
        gettext_lazy("Open purchases"),
        lambda: Purchase.objects.exclude(state__in=OVER),
        give_on,
        order=70,
        shared=True,
        related=("home", "contact"),
    ),
)


def keep_buyers(model: type[Model], keys: Iterable[int]) -> set[int]:
    """Units and customers with a purchase that was not cancelled stay with whom they are."""
    columns = ((Unit, "unit_id"), (Contact, "contact_id"))
    column = next((name for kind, name in columns if issubclass(model, kind)), "")
    if not column:
        return set()
    live = Purchase.objects.live().filter(**{f"{column}__in": list(keys)})
    return set(live.values_list(column, flat=True))
