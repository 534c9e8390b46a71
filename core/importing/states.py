"""What may follow what in an import."""

from core.states import Transitions

CHECKED, CONFIRMED, DONE, FAILED, DISCARDED = (
    "checked",
    "confirmed",
    "done",
    "failed",
    "discarded",
)

TRANSITIONS: Transitions = {
    CHECKED: frozenset({CONFIRMED, DISCARDED}),
    CONFIRMED: frozenset({DONE, FAILED}),
    FAILED: frozenset({CONFIRMED, DISCARDED}),
    DONE: frozenset(),
    DISCARDED: frozenset(),
}
