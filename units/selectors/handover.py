"""What a person holds, by project and team: the same figures for preview and deed (U5)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Team, User
from units.holdings import Holding, all_holdings
from units.models import Contact, Unit

SHOWN = 20


@dataclass
class Pile:
    """What one person holds of one team's; `counts` by the name of the holding."""

    project_id: int
    team_id: int | None
    label: str = "–"
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.project_id}-{self.team_id or 0}"

    def rows(self, holding: Holding, leaver_id: int) -> QuerySet[Any]:
        """The rows of one kind in it."""
        return holding.of(leaver_id).filter(
            **{"project_id": self.project_id, f"{holding.team}_id": self.team_id}
        )


@dataclass(frozen=True)
class Shown:
    """One kind of what a person holds: how many of each team, and the first of them by name.

    `counts` are the figures by the team's name, in the order of the piles.
    """

    label: Any
    counts: list[tuple[str, int]]
    total: int
    rows: list[Any]


def held_by(user: User, project_ids: frozenset[int]) -> list[Pile]:
    """Everything a person holds in some projects; as many queries as there are kinds."""
    piles: dict[tuple[int, int | None], Pile] = {}
    for holding in all_holdings():
        team = f"{holding.team}_id"
        rows = holding.of(user.pk).filter(project_id__in=project_ids)
        for project_id, team_id, count in (
            rows.order_by().values_list("project_id", team).annotate(n=Count("pk"))
        ):
            pile = piles.setdefault((project_id, team_id), Pile(project_id, team_id))
            pile.counts[holding.name] = count
    names = {team.pk: str(team) for team in Team.objects.filter(project_id__in=project_ids)}
    for pile in piles.values():
        pile.label = names.get(pile.team_id or 0, "–")
    return sorted(piles.values(), key=lambda pile: (pile.project_id, pile.team_id or 0))


def counted(piles: Iterable[Pile]) -> dict[str, int]:
    """The sums by kind."""
    total: Counter[str] = Counter()
    for pile in piles:
        total.update(pile.counts)
    return dict(total)


def shown(user: User, piles: list[Pile], project_ids: frozenset[int]) -> list[Shown]:
    """The preview: each kind with its figures by pile and its first rows."""
    total = counted(piles)
    return [
        Shown(
            holding.label,
            [(pile.label, pile.counts[holding.name]) for pile in piles],
            total[holding.name],
            list(holding.listed(user.pk).filter(project_id__in=project_ids)[:SHOWN]),
        )
        for holding in all_holdings()
        if total.get(holding.name)
    ]


def holders_for_list(people: Any, project_ids: frozenset[int]) -> Any:
    """With how many units and people each follows."""
    return people.annotate(
        unit_count=_followed(Unit, project_ids), customer_count=_followed(Contact, project_ids)
    )


def _followed(model: type[Unit] | type[Contact], project_ids: frozenset[int]) -> Any:
    rows = model.objects.filter(owner=OuterRef("pk"), project_id__in=project_ids).order_by()
    counted = rows.values("owner").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
