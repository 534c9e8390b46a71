"""What may follow what: gifts (K5, L2), disputes (U6), requests about data (L1). No ORM."""

from collections.abc import Mapping
from enum import StrEnum


class GiftState(StrEnum):
    """A gift is asked for, perhaps held or approved, then given; the last four are ends."""

    ASKED = "asked"
    ON_HOLD = "on_hold"
    APPROVED = "approved"
    GIVEN = "given"
    REFUSED = "refused"
    CONVERTED = "converted"
    WITHDRAWN = "withdrawn"


GIFT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    GiftState.ASKED: frozenset(
        {GiftState.ON_HOLD, GiftState.APPROVED, GiftState.REFUSED, GiftState.WITHDRAWN}
    ),
    # Compliance lets it go: to the approval it still needs, or to be given. Or nobody gets it, or
    # the unit's buyers do, as a discount.
    GiftState.ON_HOLD: frozenset(
        {
            GiftState.ASKED,
            GiftState.APPROVED,
            GiftState.REFUSED,
            GiftState.CONVERTED,
            GiftState.WITHDRAWN,
        }
    ),
    # On the day it is handed over the law is asked once more.
    GiftState.APPROVED: frozenset({GiftState.ON_HOLD, GiftState.GIVEN, GiftState.WITHDRAWN}),
    GiftState.GIVEN: frozenset(),
    GiftState.REFUSED: frozenset(),
    GiftState.CONVERTED: frozenset(),
    GiftState.WITHDRAWN: frozenset(),
}

# Given or still to be given: what a person's limit and year add up (K5, L2).
COUNTED_GIFTS = frozenset({GiftState.ASKED, GiftState.ON_HOLD, GiftState.APPROVED, GiftState.GIVEN})


class DisputeState(StrEnum):
    """A dispute waits for one ruling, which is final; until then it may be withdrawn."""

    OPEN = "open"
    FOR_HOLDER = "for_holder"
    FOR_CLAIMANT = "for_claimant"
    FREED = "freed"
    WITHDRAWN = "withdrawn"


RULINGS = frozenset({DisputeState.FOR_HOLDER, DisputeState.FOR_CLAIMANT, DisputeState.FREED})

DISPUTE_TRANSITIONS: Mapping[str, frozenset[str]] = {
    DisputeState.OPEN: RULINGS | {DisputeState.WITHDRAWN},
    DisputeState.FOR_HOLDER: frozenset(),
    DisputeState.FOR_CLAIMANT: frozenset(),
    DisputeState.FREED: frozenset(),
    DisputeState.WITHDRAWN: frozenset(),
}


class RequestState(StrEnum):
    """A request about personal data (L1)."""

    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


REQUEST_TRANSITIONS: Mapping[str, frozenset[str]] = {
    RequestState.OPEN: frozenset({RequestState.WAITING, RequestState.DONE, RequestState.REFUSED}),
    # Back to open: the approval was returned.
    RequestState.WAITING: frozenset({RequestState.OPEN, RequestState.DONE, RequestState.REFUSED}),
    RequestState.DONE: frozenset(),
    RequestState.REFUSED: frozenset(),
}


class RetentionState(StrEnum):
    """People who are forgotten because nobody dealt with them (L1)."""

    CONFIRMED = "confirmed"
    DONE = "done"


RETENTION_TRANSITIONS: Mapping[str, frozenset[str]] = {
    RetentionState.CONFIRMED: frozenset({RetentionState.DONE}),
    RetentionState.DONE: frozenset(),
}
