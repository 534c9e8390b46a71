"""What may follow what in an action on many rows."""

from core.states import Transitions

WAITING, WORKING, DONE, STOPPED, FAILED = "waiting", "working", "done", "stopped", "failed"

TRANSITIONS: Transitions = {
    WAITING: frozenset({WORKING, STOPPED, FAILED}),
    WORKING: frozenset({DONE, STOPPED, FAILED}),
    DONE: frozenset(),
    STOPPED: frozenset(),
    FAILED: frozenset(),
}
