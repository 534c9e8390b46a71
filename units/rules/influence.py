"""Where people stand on the map of a unit: influence to the right, decision power upwards (K2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")

STEPS = 5
WIDTH = 400
LEFT, RIGHT, TOP, BOTTOM = 26, 4, 6, 34
COLUMN = (WIDTH - LEFT - RIGHT) // STEPS
LINE, LEAST = 18, 58  # the height of one person's line, and of a row of cells at least


@dataclass(frozen=True)
class Spot:
    """The middle of a person's dot."""

    x: int
    y: int


@dataclass(frozen=True)
class Layout(Generic[Key]):
    """Spots by person, the upper edge of each row of cells from power 5 to 1, the whole height."""

    spots: dict[Key, Spot]
    edges: list[int]
    height: int


def layout(people: Iterable[tuple[Key, int, int]]) -> Layout[Key]:
    """Places (key, influence, power), each 1 to 5; who share a cell stand under each other.

    A row of cells grows with its fullest cell, so that no name covers another.
    """
    cells: dict[tuple[int, int], list[Key]] = {}
    for key, influence, power in people:
        cells.setdefault((influence, power), []).append(key)
    spots: dict[Key, Spot] = {}
    edges, top = [], TOP
    for power in range(STEPS, 0, -1):
        edges.append(top)
        row = {place: keys for place, keys in cells.items() if place[1] == power}
        for (influence, _power), keys in row.items():
            x = LEFT + (influence - 1) * COLUMN + 8
            for number, key in enumerate(keys):
                spots[key] = Spot(x, top + 14 + number * LINE)
        top += max(LEAST, 10 + LINE * max(map(len, row.values()), default=0))
    return Layout(spots, edges, top + BOTTOM)
