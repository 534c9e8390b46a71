"""What may follow what in an export."""

from core.states import Transitions

WAITING, RUNNING, DONE = "waiting", "running", "done"
REFUSED, STOPPED, FAILED, EXPIRED = "refused", "stopped", "failed", "expired"

TRANSITIONS: Transitions = {
    WAITING: frozenset({RUNNING, STOPPED, FAILED}),
    RUNNING: frozenset({DONE, REFUSED, STOPPED, FAILED}),
    DONE: frozenset({EXPIRED}),
    REFUSED: frozenset(),
    STOPPED: frozenset(),
    FAILED: frozenset(),
    EXPIRED: frozenset(),
}
# What has left the house or is about to: these people count.
COUNTED = (WAITING, RUNNING, DONE, EXPIRED)
