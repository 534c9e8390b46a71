"""What upper apps hand in about ownership: three registries, filled in `AppConfig.ready()`.

`register_holding`: what a person may hold, so that a hand-over forgets no app (U5).
`register_keeper`: what keeps a unit or customer out of the public pool, e.g. a purchase (U7).
`register_dealings`: what one person did with one customer, for the page of a dispute (U6).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from core.registry import TimelineEntry


@dataclass(frozen=True)
class Move:
    """One hand-over from one team of the leaver to one receiver; the units are locked."""

    leaver_id: int
    from_team_id: int | None
    receiver_id: int
    to_team_id: int
    by: Any
    at: datetime
    handover_id: int


@dataclass(frozen=True)
class Holding:
    """One kind of thing a person may hold.

    `rows()` gives every such row that is open, of whomever; it has a column `project`, and those
    named by `owner` and `team`. `move(rows, move)` gives the rows to the receiver. With `shared`,
    who owned each until when is kept for later commissions. `order`: units first, then what hangs
    on them. `related` is read along for the names in the preview.
    """

    name: str
    label: str | Promise
    rows: Callable[[], QuerySet[Any]]
    move: Callable[[QuerySet[Any], Move], object]
    order: int = 50
    shared: bool = False
    owner: str = "owner"
    team: str = "team"
    related: tuple[str, ...] = ()

    def of(self, user_id: int) -> QuerySet[Any]:
        """The rows of one person."""
        return self.rows().filter(**{self.owner: user_id})

    def listed(self, user_id: int) -> QuerySet[Any]:
        """The same with what their names need."""
        rows = self.of(user_id).order_by("pk")
        return rows.select_related(*self.related) if self.related else rows


def give_on(rows: QuerySet[Any], move: Move) -> object:
    """The plain way to give on: the receiver's name and team, and nothing else."""
    return rows.update(owner_id=move.receiver_id, team_id=move.to_team_id)


Keeper = Callable[[type[Model], Iterable[int]], set[int]]
Dealings = Callable[[Any, int, int], list[TimelineEntry]]

_holdings: dict[str, Holding] = {}
_keepers: dict[str, Keeper] = {}
_dealings: dict[str, Dealings] = {}


def register_holding(holding: Holding) -> None:
    """Add a kind of thing that goes along in a hand-over."""
    _holdings[holding.name] = holding


def all_holdings() -> list[Holding]:
    """Every kind, what others hang on first."""
    return sorted(_holdings.values(), key=lambda holding: (holding.order, holding.name))


def register_keeper(name: str, keeper: Keeper) -> None:
    """`keeper(model, keys)` gives the keys of the units or contacts that must not be pooled."""
    _keepers[name] = keeper


def kept(model: type[Model], keys: Iterable[int]) -> set[int]:
    """The keys of those that stay with whom they are."""
    wanted = list(keys)
    found: set[int] = set()
    return found.union(*(keeper(model, wanted) for keeper in _keepers.values()))


def register_dealings(name: str, source: Dealings) -> None:
    """`source(contact, user_id, limit)` gives what the person did with the customer."""
    _dealings[name] = source


def dealings(contact: Any, user_id: int, limit: int = 30) -> list[TimelineEntry]:
    """What one person did with one customer, newest first."""
    entries = [entry for source in _dealings.values() for entry in source(contact, user_id, limit)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]
