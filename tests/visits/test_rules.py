"""Rules of visits: order of the plan and rhythm of follow-ups (V2, V6)."""

from datetime import date

import pytest

from visits.rules import distance_band, due_on, visit_order


@pytest.mark.parametrize(
    ("grade", "due"),
    [
        ("A", date(2008, 6, 4)),
        ("B", date(2008, 6, 8)),
        ("C", date(2008, 6, 15)),
        ("D", date(2008, 7, 1)),
        ("", date(2008, 7, 1)),  # not evaluated yet
    ],
)
def test_v6_follow_up_is_due_by_grade(grade: str, due: date) -> None:
    assert due_on(date(2008, 6, 1), grade) == due


def test_v6_rhythm_is_the_policy_of_the_day() -> None:
    assert due_on(date(2008, 2, 28), "A", {"A": 1, "D": 60}) == date(2008, 2, 29)
    assert due_on(date(2008, 12, 31), "B", {"A": 1, "D": 1}) == date(2009, 1, 1)


@pytest.mark.parametrize(
    ("metres", "band"),
    [
        (0, 0),
        (2999.9, 0),
        (3000, 1),
        (9999, 1),
        (10_000, 2),
        (29_999, 2),
        (30_000, 3),
        (400_000, 3),
        (None, 3),
    ],
)
def test_v2_distance_bands(metres: float | None, band: int) -> None:
    assert distance_band(metres) == band


def test_v2_must_visit_then_near_then_large() -> None:
    plan = {
        "must, far": visit_order(True, 50_000, 10),
        "must, near, small": visit_order(True, 100, 50),
        "must, near, large": visit_order(True, 2_900, 500),
        "near": visit_order(False, 100, 20),
        "near, headcount not known": visit_order(False, 50, None),
        "middle": visit_order(False, 5_000, 9_000),
        "place not known": visit_order(False, None, 9_000),
    }
    assert sorted(plan, key=lambda name: plan[name]) == [
        "must, near, large",
        "must, near, small",
        "must, far",
        "near",
        "near, headcount not known",
        "middle",
        "place not known",
    ]
