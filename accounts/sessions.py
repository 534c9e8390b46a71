"""How long a session lives: what is stamped into it and when it has ended (trust 10).

Knows no request, no model and no clock. Stamps are whole seconds since 1970.
"""

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

STARTED = "started"
SEEN = "seen"
SECOND_FACTOR_DUE = "second_factor_due"
# The last sign of life is written at most once a minute, not on every request.
GRAIN = timedelta(minutes=1)

Session = MutableMapping[str, Any]


class Ended(StrEnum):
    """Why a session ended; stands in the sign-in page's address."""

    IDLE = "idle"
    LONG = "long"


def begin(session: Session, now: datetime, *, second_factor_due: bool) -> None:
    """Stamp a session that has just signed in."""
    session[STARTED] = session[SEEN] = int(now.timestamp())
    session[SECOND_FACTOR_DUE] = second_factor_due


def ended(session: Session, now: datetime, *, idle: timedelta, longest: timedelta) -> Ended | None:
    """Why the session is over at `now`; one without stamps was never begun and is over, too."""
    at = int(now.timestamp())
    if at - session.get(STARTED, 0) >= longest.total_seconds():
        return Ended.LONG
    if at - session.get(SEEN, 0) >= idle.total_seconds():
        return Ended.IDLE
    return None


def touch(session: Session, now: datetime) -> None:
    """Note a sign of life unless one was noted within the last minute."""
    at = int(now.timestamp())
    if at - session.get(SEEN, 0) >= GRAIN.total_seconds():
        session[SEEN] = at
