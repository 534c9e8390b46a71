"""Where buyers stand in purchases and the money ledger (L1): what the books need stays."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.personal import WORDS, Holding, Keep, Kept, Person, declare, nothing
from core.personal.blockers import register_blocker
from core.personal.telling import tell
from core.templatetags.tuoke import zhe
from pricing.selectors import shown_steps
from pricing.states import DifferenceState, PurchaseState

BOOKS = Kept(_("Books and contracts (accounting archives, 2015, article 14)."), 30, sealed=True)
_STEPS = Keep("figures and codes of a calculation")


def _steps(purchase: Any, person: Person) -> list[str]:
    return [f"{step.label} {step.price:,.2f}" for step in shown_steps(purchase)]


tell(
    "pricing.Purchase",
    steps=_steps,
    group_multiplier=lambda purchase, person: zhe(purchase.group_multiplier),
)
tell("pricing.PriceChange", steps=None)  # the price before and after says it
tell("pricing.PriceDifference", multiplier=lambda row, person: zhe(row.multiplier))

declare(
    Holding(
        "pricing.Purchase",
        "contact",
        label=_("Purchases"),
        fields={"cancel_reason": WORDS, "steps": _STEPS},
        plain=("contract_no",),
        kept=BOOKS,
        files_stay=True,
        unit="unit",
        touched="reserved_on",
    )
)
declare(
    Holding(
        "pricing.LedgerEntry",
        "purchase__contact",
        label=_("Money received and paid back"),
        fields={"note": WORDS},
        kept=BOOKS,
        files_stay=True,
        touched="received_on",
    )
)
declare(
    Holding(
        "pricing.PriceChange",
        "purchase__contact",
        label=_("Changes of price"),
        fields={"steps": _STEPS},
        kept=BOOKS,
        since="at",
        files_stay=True,
    )
)
declare(
    Holding(
        "pricing.PriceDifference",
        "purchase__contact",
        label=_("Differences owed to them"),
        kept=BOOKS,
        since="arose_at",
        files_stay=True,
    )
)
nothing("pricing.Home", "a flat on the price list", plain=("building", "number"))


@register_blocker
def _running(contact: Any) -> list[Any]:
    """A contract that is still performed needs its buyer (PIPL 13)."""
    done = (PurchaseState.COMPLETED, PurchaseState.CANCELLED)
    reasons: list[Any] = [
        _("The purchase of %(home)s is not finished. Complete or cancel it first.")
        % {"home": purchase.home}
        for purchase in contact.purchases.exclude(state__in=done).select_related("home")
    ]
    due = contact.purchases.filter(differences__state=DifferenceState.DUE).select_related("home")
    return reasons + [
        _("We still owe them a price difference for %(home)s. Settle it first.")
        % {"home": purchase.home}
        for purchase in due.distinct()
    ]
