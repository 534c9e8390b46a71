"""The influence map of a unit's people: who weighs what, who knows whom (K2)."""

from dataclasses import dataclass

from units.models import Contact, Tie, Unit
from units.rules.influence import BOTTOM, COLUMN, LEFT, RIGHT, STEPS, WIDTH, Layout, Spot, layout

MOST = 200  # people; more nobody reads on one map
LONGEST = 11  # letters of a name that stand beside a dot; a Chinese character counts two


@dataclass(frozen=True)
class Person:
    """One of the unit's people; `spot` is None until both figures are judged.

    `ties` are their own, `back` those of others with them.
    """

    contact: Contact
    is_key: bool
    spot: Spot | None
    label: str
    ties: list[Tie]
    back: list[Tie]


@dataclass(frozen=True)
class Line:
    """A tie between two who are on the map, from dot to dot."""

    kind: str
    start: Spot
    end: Spot
    text: str


@dataclass(frozen=True)
class Axis:
    """A figure on an axis and where it is written."""

    figure: int
    x: int
    y: int


@dataclass(frozen=True)
class InfluenceMap:
    """The picture and the table behind it, the weightiest first."""

    people: list[Person]
    lines: list[Line]
    width: int
    height: int
    columns: list[Axis]
    rows: list[Axis]

    @property
    def drawn(self) -> bool:
        """Whether anybody was judged, so that there is something to see."""
        return any(one.spot for one in self.people)

    @property
    def floor(self) -> int:
        """Where the lowest row of cells ends."""
        return self.height - BOTTOM

    @property
    def half(self) -> int:
        """Half-way down the cells."""
        return self.floor // 2

    @property
    def left(self) -> int:
        """Where the cells begin."""
        return LEFT

    @property
    def right(self) -> int:
        """Where the cells end."""
        return WIDTH - RIGHT

    @property
    def middle(self) -> int:
        """Under the middle of the cells."""
        return (LEFT + WIDTH - RIGHT) // 2


def influence_map(unit: Unit) -> InfluenceMap:
    """Three queries: the people, who is key person, the ties."""
    people = list(unit.contacts.order_by("sound", "pk")[:MOST])
    people.sort(key=lambda one: -((one.influence or 0) + (one.decision_power or 0)))
    key = set(unit.tenures.filter(ends_on__isnull=True).values_list("contact_id", flat=True))
    ties = list(unit.ties.select_related("person", "other"))
    drawn = layout(
        (one.pk, one.influence, one.decision_power)
        for one in people
        if one.influence and one.decision_power
    )
    return InfluenceMap(
        [_person(one, one.pk in key, drawn.spots.get(one.pk), ties) for one in people],
        _lines(ties, drawn.spots),
        WIDTH,
        drawn.height,
        [Axis(n + 1, LEFT + n * COLUMN, drawn.height - BOTTOM + 14) for n in range(STEPS)],
        _rows(drawn),
    )


def _rows(drawn: "Layout[int]") -> list[Axis]:
    return [Axis(STEPS - n, LEFT, top) for n, top in enumerate(drawn.edges)]


def _person(one: Contact, is_key: bool, spot: Spot | None, ties: list[Tie]) -> Person:
    own = [tie for tie in ties if tie.person_id == one.pk]
    back = [tie for tie in ties if tie.other_id == one.pk]
    return Person(one, is_key, spot, _short(one.name), own, back)


def _lines(ties: list[Tie], spots: dict[int, Spot]) -> list[Line]:
    return [
        Line(tie.kind, spots[tie.person_id], spots[tie.other_id], str(tie))
        for tie in ties
        if tie.person_id in spots and tie.other_id in spots
    ]


def _short(name: str) -> str:
    """As much of a name as fits into its cell."""
    room, kept = LONGEST, ""
    for letter in name:
        room -= 1 if letter.isascii() else 2
        if room < 0:
            return f"{kept}…"
        kept += letter
    return kept
