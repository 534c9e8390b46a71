"""Until when a customer is protected (U6)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from math import ceil


def protection_end(day: date, days: int) -> date:
    """The last protected day of a registration or renewal on `day` (U6)."""
    return day + timedelta(days=days)


def pooled_before(day: date, grace_days: int) -> date:
    """Whoever was last in touch before this day has lost it on `day` (U7)."""
    return day - timedelta(days=grace_days)


def warned_on(day: date, warning_days: int) -> date:
    """Whoever was last in touch on this day is warned on `day` (U7)."""
    return day - timedelta(days=warning_days)


def protected_until(
    registered_at: datetime, renewals: Iterable[datetime] = (), days: int = 30
) -> datetime:
    """The first moment a customer is free again (U6): `days` after the last contact.

    Each follow-up or arrival renews, but only what still lives: one that comes after the end does
    not bring the protection back, the customer has to be registered anew.
    """
    until = registered_at + timedelta(days=days)
    for moment in sorted(renewals):
        if registered_at <= moment < until:
            until = moment + timedelta(days=days)
    return until


def days_left(until: datetime, now: datetime) -> int:
    """Days of protection left, a begun one counted whole; 0 when it is over (U6)."""
    return max(0, ceil((until - now) / timedelta(days=1)))
