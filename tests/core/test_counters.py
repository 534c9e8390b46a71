"""Numbers without gaps and without repeats (P8, R6)."""

import time
from collections import Counter as Tally
from contextlib import suppress

import pytest
from django.db import transaction
from django.db.models import Max

from core.counters import next_number
from core.models import Counter
from tests.conftest import Race


@pytest.mark.django_db
def test_p8_a_series_counts_from_one() -> None:
    assert [next_number("subscription", scope="1") for _ in range(3)] == [1, 2, 3]


@pytest.mark.django_db
def test_r6_each_kind_scope_and_year_has_its_own_series() -> None:
    series = [("voucher", "1", 2008), ("voucher", "1", 2009), ("voucher", "2", 2008), ("x", "", 0)]
    for kind, scope, year in series:
        assert next_number(kind, scope=scope, year=year) == 1
    assert next_number("voucher", scope="1", year=2008) == 2


@pytest.mark.django_db
def test_p8_a_rollback_gives_the_number_back() -> None:
    next_number("subscription")
    with suppress(ZeroDivisionError), transaction.atomic():
        next_number("subscription")
        raise ZeroDivisionError
    assert next_number("subscription") == 2


def _draw(thread: int) -> list[int]:
    """Twenty documents; every fourth is given up after its number was drawn."""
    kept = []
    for turn in range(20):
        try:
            with transaction.atomic():
                number = next_number("subscription", scope="1")
                if (thread + turn) % 4 == 0:
                    raise ZeroDivisionError
            kept.append(number)
        except ZeroDivisionError:
            pass
    return kept


@pytest.mark.races
def test_p8_four_hundred_at_once_with_rollbacks_leave_no_gap_and_no_repeat(race: Race) -> None:
    results = race(20, _draw)
    numbers = sorted(number for kept in results for number in kept)
    assert numbers == list(range(1, 301))


def _draw_by_maximum() -> int:
    """The twin: the next number is the greatest plus one, as one would first write it."""
    with transaction.atomic():
        newest = Counter.objects.filter(kind="twin").aggregate(newest=Max("value"))["newest"] or 0
        time.sleep(0.01)
        Counter.objects.create(kind="twin", scope=f"{time.perf_counter_ns()}", value=newest + 1)
        return newest + 1


@pytest.mark.races
def test_p8_twin_without_the_counter_row_numbers_repeat(race: Race) -> None:
    numbers = [number for number in race(20, _draw_by_maximum) if isinstance(number, int)]
    assert max(Tally(numbers).values()) > 1
