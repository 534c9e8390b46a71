"""What may follow what: homes, purchases (P10) and price differences (P5)."""

from collections.abc import Mapping
from enum import StrEnum

Transitions = Mapping[str, frozenset[str]]


class HomeState(StrEnum):
    """A flat on the price list."""

    AVAILABLE = "available"
    RESERVED = "reserved"
    SOLD = "sold"


class PurchaseState(StrEnum):
    """A purchase from choosing the home to the last payment."""

    RESERVED = "reserved"
    SUBSCRIBED = "subscribed"
    CONTRACTED = "contracted"
    DOWN_PAID = "down_paid"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class DifferenceState(StrEnum):
    """Money owed to a buyer who signed before the group's price."""

    DUE = "due"
    SETTLED = "settled"
    VOID = "void"


HOME_TRANSITIONS: Transitions = {
    HomeState.AVAILABLE: frozenset({HomeState.RESERVED}),
    HomeState.RESERVED: frozenset({HomeState.SOLD, HomeState.AVAILABLE}),
    HomeState.SOLD: frozenset({HomeState.AVAILABLE}),
}

PURCHASE_TRANSITIONS: Transitions = {
    PurchaseState.RESERVED: frozenset({PurchaseState.SUBSCRIBED, PurchaseState.CANCELLED}),
    PurchaseState.SUBSCRIBED: frozenset({PurchaseState.CONTRACTED, PurchaseState.CANCELLED}),
    PurchaseState.CONTRACTED: frozenset({PurchaseState.DOWN_PAID, PurchaseState.CANCELLED}),
    PurchaseState.DOWN_PAID: frozenset({PurchaseState.COMPLETED, PurchaseState.CANCELLED}),
    PurchaseState.COMPLETED: frozenset(),
    PurchaseState.CANCELLED: frozenset(),
}

DIFFERENCE_TRANSITIONS: Transitions = {
    DifferenceState.DUE: frozenset({DifferenceState.SETTLED, DifferenceState.VOID}),
    # … back when the payment of it was reversed
    DifferenceState.SETTLED: frozenset({DifferenceState.DUE}),
    DifferenceState.VOID: frozenset(),
}

# A price may still change (P5).
UNSIGNED = frozenset({PurchaseState.RESERVED, PurchaseState.SUBSCRIBED})
# Deposit paid or contract signed, not cancelled: what a unit's count counts (P4).
COUNTED = frozenset(
    {
        PurchaseState.SUBSCRIBED,
        PurchaseState.CONTRACTED,
        PurchaseState.DOWN_PAID,
        PurchaseState.COMPLETED,
    }
)
SIGNED = COUNTED - {PurchaseState.SUBSCRIBED}

# When an amount of a kind may come beside the one that moved the state (a corrected entry, a rest).
FURTHER: Mapping[str, frozenset[str]] = {
    "instalment": SIGNED,
    "deposit": frozenset({PurchaseState.SUBSCRIBED, PurchaseState.CONTRACTED}),
    "down_payment": frozenset({PurchaseState.DOWN_PAID}),
    "reward": SIGNED,
}
