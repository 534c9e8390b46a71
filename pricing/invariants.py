"""What must always hold of homes, purchases and their money (P8, P9, P10)."""

from django.utils.translation import gettext_lazy as _

from core.invariants import gapless, register_invariant, states
from pricing.states import DIFFERENCE_TRANSITIONS, HOME_TRANSITIONS, PURCHASE_TRANSITIONS

register_invariant(
    "pricing.home_states", _("Homes follow their states"), states("pricing.Home", HOME_TRANSITIONS)
)
register_invariant(
    "pricing.purchase_states",
    _("Purchases follow their states"),
    states("pricing.Purchase", PURCHASE_TRANSITIONS),
)
register_invariant(
    "pricing.difference_states",
    _("Price differences follow their states"),
    states("pricing.PriceDifference", DIFFERENCE_TRANSITIONS),
)
register_invariant(
    "pricing.subscription_numbers",
    _("Subscription numbers have no gaps"),
    gapless("pricing.Purchase", "subscription_no", ["project_id"]),
)
register_invariant(
    "pricing.home_taken",
    _("A home is taken if and only if a live purchase has it"),
    """
    SELECT h.id, h.state, count(p.id) FROM pricing_home h
    LEFT JOIN pricing_purchase p ON p.home_id = h.id AND p.state <> 'cancelled'
    GROUP BY h.id, h.state
    HAVING count(p.id) <> CASE WHEN h.state = 'available' THEN 0 ELSE 1 END
    """,
)
register_invariant(
    "pricing.reversals",
    _("A reversal takes back exactly its entry"),
    """
    SELECT r.id FROM pricing_ledgerentry r JOIN pricing_ledgerentry e ON e.id = r.reverses_id
    WHERE r.amount + e.amount <> 0 OR r.purchase_id <> e.purchase_id OR r.kind <> e.kind
    OR e.reverses_id IS NOT NULL
    """,
)
register_invariant(
    "pricing.prices",
    _("A signed price is what the contract says"),
    "SELECT id FROM pricing_purchase WHERE contract_price IS NOT NULL AND contract_price <> price",
)
