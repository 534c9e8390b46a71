"""What may follow what in an import."""

from core.states import Transitions

READING, REFUSED, CHECKED, CONFIRMED, DONE, FAILED, UNDOING, UNDONE, DISCARDED = (
    "reading",
    "refused",
    "checked",
    "confirmed",
    "done",
    "failed",
    "undoing",
    "undone",
    "discarded",
)

TRANSITIONS: Transitions = {
    READING: frozenset({CHECKED, REFUSED, DISCARDED}),
    REFUSED: frozenset({DISCARDED}),
    CHECKED: frozenset({READING, CONFIRMED, DISCARDED}),
    # back to checked when somebody stops it
    CONFIRMED: frozenset({DONE, FAILED, CHECKED}),
    FAILED: frozenset({READING, CONFIRMED, DISCARDED}),
    DONE: frozenset({UNDOING, UNDONE}),
    UNDOING: frozenset({UNDONE, DONE}),
    UNDONE: frozenset(),
    DISCARDED: frozenset(),
}

# Somebody may still say which column is which, confirm, or throw it away.
OPEN = frozenset({CHECKED, FAILED})
# The worker has it in hand, or will have in a moment.
BUSY = frozenset({READING, CONFIRMED, UNDOING})
