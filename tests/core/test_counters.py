"""Numbers without gaps and without repeats (P8, R6)."""

from contextlib import suppress
from threading import Barrier

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


@pytest.mark.races
def test_p8_twin_without_the_counter_row_numbers_repeat(race: Race) -> None:
    looked = Barrier(20)

    def draw_by_maximum(thread: int) -> int:
        """The next number is the greatest plus one, as one would first write it."""
        with transaction.atomic():
            newest = Counter.objects.filter(kind="twin").aggregate(Max("value"))["value__max"] or 0
            looked.wait(timeout=30)
            Counter.objects.create(kind="twin", scope=str(thread), value=newest + 1)
            return newest + 1

    assert race(20, draw_by_maximum) == [1] * 20
