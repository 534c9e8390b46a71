"""When a gift needs an approval (K5)."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from core.money import Number, exact, yuan


def counts_as_one(
    gifts: Iterable[tuple[date, Number]], on: date, value: Number, days: int = 30
) -> Decimal:
    """What one person gets with a gift of `value` on a day, in yuan (K5, L2).

    Gifts of the `days` before and after count with it as one, so that no splitting gets below the
    limit.
    """
    near = timedelta(days=days)
    others = (exact(worth) for day, worth in gifts if abs(day - on) <= near)
    return yuan(sum(others, exact(value)))


def needs_approval(together: Number, limit: Number) -> bool:
    """Whether what counts as one gift is worth more than the limit; exactly the limit is not."""
    return exact(together) > exact(limit)
