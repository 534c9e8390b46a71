"""Pure rules of visits: which unit first, and when the next follow-up is due (V2, V6)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

RHYTHM: Mapping[str, int] = {"A": 3, "B": 7, "C": 14, "D": 30}
BANDS: Sequence[int] = (3_000, 10_000, 30_000)


def due_on(day: date, grade: str, rhythm: Mapping[str, int] = RHYTHM) -> date:
    """The day the next follow-up is due after one on `day`; `rhythm` has the days by grade (V6).

    A unit not evaluated yet waits as long as the lowest grade.
    """
    return day + timedelta(days=rhythm.get(grade, max(rhythm.values())))


def distance_band(metres: float | None, edges: Sequence[int] = BANDS) -> int:
    """0 for the nearest band; a distance on an edge belongs to the farther one (V2).

    `edges` in metres, rising. A unit whose place is not known counts as farthest.
    """
    if metres is None:
        return len(edges)
    return sum(metres >= edge for edge in edges)


def visit_order(
    must_visit: bool,
    metres: float | None,
    headcount: int | None,
    edges: Sequence[int] = BANDS,
) -> tuple[bool, int, int]:
    """The sort key of a visit plan: must-visit, then near, then large (V2). Smallest goes first."""
    return (not must_visit, distance_band(metres, edges), -(headcount or 0))
