"""What may follow what in an approval. Nothing comes after returned: one asks anew."""

from core.states import Transitions

WAITING, APPROVED, RETURNED, WITHDRAWN = "waiting", "approved", "returned", "withdrawn"

TRANSITIONS: Transitions = {
    WAITING: frozenset({APPROVED, RETURNED, WITHDRAWN}),
    APPROVED: frozenset({WITHDRAWN}),  # what was approved has changed
    RETURNED: frozenset(),
    WITHDRAWN: frozenset(),
}
