"""New units of one file that may be one and the same, found by the keys of U8."""

from collections.abc import Iterator
from dataclasses import dataclass

from units.rules import normalise_name
from units.rules.likeness import Key, Kind
from units.selectors.same import OF_ONE_KEY, Question, rank, sure_kinds

SAID = 3  # rows named in one sentence

# A short name is found by who writes it as a name, and the other way round; of two units that
# share a short name nothing is known.
_MEETS = {Kind.NAME: Kind.SHORT, Kind.SHORT: Kind.NAME}


@dataclass(frozen=True)
class Row:
    """An earlier row that may mean the same unit, and why."""

    number: int
    name: str
    kinds: list[Kind]


class Rows:
    """The new units of a file as far as it is read.

    Most keys have one row: it stands by itself, and only a shared key has a list. A file has a
    million keys.
    """

    def __init__(self) -> None:
        self._names: dict[int, tuple[str, str]] = {}
        self._first: dict[Kind, dict[int, int]] = {kind: {} for kind in Kind}
        self._more: dict[Key, list[int]] = {}

    def like(self, asked: Question) -> list[Row]:
        """The earlier rows that look like this one, the surest first."""
        kinds: dict[int, set[Kind]] = {}
        for key in asked.keys:
            for number in self._with(key):
                kinds.setdefault(number, set()).add(Kind.SHORT if key.kind in _MEETS else key.kind)
        wanted = normalise_name(asked.name)
        rows = (
            Row(number, name, sure_kinds(normalised, wanted, kinds[number]))
            for number, (name, normalised) in ((one, self._names[one]) for one in kinds)
        )
        return sorted((row for row in rows if row.kinds), key=_surest)[:SAID]

    def add(self, number: int, asked: Question) -> None:
        """Remember a row for those below; of what very many share only the first few."""
        self._names[number] = asked.name, normalise_name(asked.name)
        for key in asked.keys:
            if self._first[key.kind].setdefault(key.value, number) == number:
                continue
            more = self._more.setdefault(key, [])
            if len(more) < OF_ONE_KEY - 1:
                more.append(number)

    def _with(self, key: Key) -> Iterator[int]:
        meets = Key(_MEETS[key.kind], key.value) if key.kind in _MEETS else key
        first = self._first[meets.kind].get(meets.value)
        if first is not None:
            yield first
            yield from self._more.get(meets, ())


def _surest(row: Row) -> tuple[tuple[int, int], int]:
    return rank(row.kinds), row.number
