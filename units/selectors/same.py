"""Units that are likely the same as one being entered, across all owners (U8, U6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from math import cos, radians

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.among import among
from core.policies import policy_on
from units.models import Likeness, Unit
from units.policies import DuplicatePolicy
from units.rules import distance_metres, likeness_keys, masked_name, normalise_name
from units.rules.likeness import Key, Kind
from units.rules.names import near_normalised

SHOWN = 5
SHOWN_NEARBY = 3
CANDIDATES = 1000  # keys that fit; a common spelling has a few hundred, and the nearest are shown
OF_ONE_KEY = 20  # units; a series of branches shares the spelling without its number
_METRES_A_DEGREE = 111_000  # of latitude, a little less than the least, so that nothing is missed

REASONS: dict[Kind, Promise] = {
    Kind.NAME: _("same name"),
    Kind.TELEPHONE: _("same telephone"),
    Kind.SOUND: _("sounds the same"),
    Kind.NEAR: _("one character apart"),
    Kind.SHORT: _("same short name"),
    Kind.PLACE: _("close by"),
}


@dataclass(frozen=True)
class Question:
    """What is known of the unit in question; the place in degrees.

    A short name is no question by itself: many share one. Rows of a file find each other by it.
    """

    name: str = ""
    telephone: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    short: str = ""

    @property
    def given(self) -> bool:
        """Whether anything was asked at all."""
        return bool(self.name.strip() or self.telephone.strip() or self.place)

    @property
    def place(self) -> tuple[float, float] | None:
        """Where it is, if both halves are known."""
        if self.latitude is None or self.longitude is None:
            return None
        return float(self.latitude), float(self.longitude)

    @cached_property
    def keys(self) -> list[Key]:
        """By which it is found; reading how a name sounds takes its time, so once."""
        return likeness_keys(self.name, self.telephone, self.short)


@dataclass(frozen=True)
class Match:
    """A unit that may be the same and whether it is taken; of a hidden one no more than that.

    `name` is masked and `url` empty where the person may not see it. Nobody is told who holds it,
    but that it is one's own (`mine`).
    """

    name: str
    url: str
    protected_until: date | None
    reasons: tuple[str | Promise, ...]
    pk: int = 0
    mine: bool = False

    @property
    def hidden(self) -> bool:
        """Whether it is somebody's whom one may not look at."""
        return not self.url


def likely_same(question: Question, user: User) -> list[Match]:
    """Units of the person's projects that look like this one, the surest first (U8)."""
    policy = policy_on(DuplicatePolicy, timezone.localdate())
    everything = Unit.objects.filter(project_id__in=user.project_ids).only(
        *_READ, "latitude", "longitude"
    )
    found = _alike(question, everything)
    near = _nearby(question.place, policy.radius, everything)
    for unit in near:
        if unit.pk in found:
            found[unit.pk][1].append(Kind.PLACE)
    ranked = sorted(found.values(), key=lambda pair: (rank(pair[1]), pair[0].pk))[:SHOWN]
    others = [(unit, [Kind.PLACE]) for unit in near if unit.pk not in found][:SHOWN_NEARBY]
    return _matches([*ranked, *others], user)


Hit = tuple[int, str, int]  # unit, kind of its key, the key
Found = dict[int, tuple[Unit, list[Kind]]]
_READ = ("name", "normalised", "owner_id", "team_id", "project_id", "protected_until")


def _alike(question: Question, everything: QuerySet[Unit]) -> Found:
    """By name, sound and telephone: equality of keys, so an index answers."""
    keys = {key.value: key for key in likeness_keys(question.name, question.telephone)}
    if not keys:
        return {}
    hits = Likeness.objects.filter(key__in=keys).values_list("unit_id", "kind", "key")[:CANDIDATES]
    kinds = _kinds_of(keys, hits)
    wanted, found = normalise_name(question.name), {}
    for unit in everything.filter(pk__in=kinds):
        if sure := sure_kinds(unit.normalised, wanted, kinds[unit.pk]):
            found[unit.pk] = (unit, sure)
    return found


def _kinds_of(keys: Mapping[int, Key], hits: Iterable[Hit]) -> dict[int, set[Kind]]:
    """By which of the keys each unit was hit."""
    kinds: dict[int, set[Kind]] = {}
    for unit_id, kind, value in hits:
        # An added character: the whole name of one is a shortened spelling of the other.
        same = Kind(kind) if kind in (keys[value].kind, Kind.SHORT) else Kind.NEAR
        kinds.setdefault(unit_id, set()).add(same)
    return kinds


def sure_kinds(name: str, other: str, kinds: set[Kind]) -> list[Kind]:
    """What really holds of two normalised names: keys of near ones also meet by chance."""
    if Kind.NAME in kinds and name == other:
        kinds = kinds - {Kind.SOUND, Kind.NEAR}
    elif not near_normalised(name, other):
        kinds = kinds - {Kind.NAME, Kind.NEAR}
    else:
        kinds = kinds - {Kind.NAME}
    return [kind for kind in Kind if kind in kinds]


# --- many at once ---------------------------------------------------------------------------------


def likely_same_each(questions: Mapping[int, Question], user: User) -> dict[int, list[Match]]:
    """For many names and telephones at once which units each is like, the surest first (U8).

    As `likely_same` without the place: whole lists lie in one street. A few queries, however many
    are asked.
    """
    keys = {
        row: {key.value: key for key in asked.keys if key.kind != Kind.SHORT}
        for row, asked in questions.items()
    }
    hits = _hits({value for mine in keys.values() for value in mine}, user)
    kinds = {
        row: _kinds_of(mine, (hit for value in mine for hit in hits.get(value, ())))
        for row, mine in keys.items()
    }
    units = _units_by_key({pk for found in kinds.values() for pk in found})
    ranked = {
        row: _ranked(units, found, normalise_name(questions[row].name))
        for row, found in kinds.items()
        if found
    }
    return _matches_each({row: found for row, found in ranked.items() if found}, user)


def _hits(values: Iterable[int], user: User) -> dict[int, list[Hit]]:
    """The units of the person's projects by key; of what very many share only the first few."""
    inside = Likeness.objects.filter(
        unit__project_id__in=user.project_ids, unit__merged_into=None
    ).annotate(
        place=Window(RowNumber(), partition_by=F("key"), order_by=F("unit_id").asc()),
    )
    hits: dict[int, list[Hit]] = {}
    rows = inside.filter(among("key", values), place__lte=OF_ONE_KEY)
    for hit in rows.values_list("unit_id", "kind", "key"):
        hits.setdefault(hit[2], []).append(hit)
    return hits


def _units_by_key(keys: Iterable[int]) -> dict[int, Unit]:
    return {unit.pk: unit for unit in Unit.objects.filter(among("pk", keys)).only(*_READ)}


def _ranked(
    units: Mapping[int, Unit], kinds: Mapping[int, set[Kind]], wanted: str
) -> list[tuple[Unit, list[Kind]]]:
    sure = (
        (units[pk], sure_kinds(units[pk].normalised, wanted, found))
        for pk, found in kinds.items()
        if pk in units  # and was not merged into another since its keys were read
    )
    held = [(unit, found) for unit, found in sure if found]
    return sorted(held, key=lambda pair: (rank(pair[1]), pair[0].pk))[:SHOWN]


def _matches_each(
    found: Mapping[int, list[tuple[Unit, list[Kind]]]], user: User
) -> dict[int, list[Match]]:
    visible = _visible({unit.pk for pairs in found.values() for unit, _kinds in pairs}, user)
    told = partial(_match, visible=visible, user=user, today=timezone.localdate())
    return {row: [told(*pair) for pair in pairs] for row, pairs in found.items()}


# --- by place -------------------------------------------------------------------------------------


def _nearby(
    place: tuple[float, float] | None, radius: int, everything: QuerySet[Unit]
) -> list[Unit]:
    """Units within `radius` metres, the nearest first; the index gives those of the square."""
    if place is None or not radius:
        return []
    high = radius / _METRES_A_DEGREE
    wide = high / max(cos(radians(place[0])), 0.01)
    square = everything.filter(
        latitude__range=_around(place[0], high), longitude__range=_around(place[1], wide)
    )
    away = [(_metres(place, unit), unit.pk, unit) for unit in square[:CANDIDATES]]
    return [unit for metres, _pk, unit in sorted(away) if metres <= radius]


def _around(middle: float, half: float) -> tuple[Decimal, Decimal]:
    return Decimal(f"{middle - half:.6f}"), Decimal(f"{middle + half:.6f}")


def _metres(place: tuple[float, float], unit: Unit) -> float:
    return distance_metres(*place, float(unit.latitude or 0), float(unit.longitude or 0))


def rank(kinds: list[Kind]) -> tuple[int, int]:
    """The surest first, and of those the one with more reasons."""
    order = list(Kind)
    return order.index(kinds[0]), -len(kinds)


def _matches(found: Iterable[tuple[Unit, list[Kind]]], user: User) -> list[Match]:
    pairs = list(found)
    visible = _visible({unit.pk for unit, _kinds in pairs}, user)
    told = partial(_match, visible=visible, user=user, today=timezone.localdate())
    return [told(*pair) for pair in pairs]


def _visible(ids: Iterable[int], user: User) -> set[int]:
    """Those of them the person may look at."""
    seen = Unit.objects.visible_to(user).filter(among("pk", ids))
    return set(seen.values_list("pk", flat=True))


def _match(unit: Unit, kinds: list[Kind], *, visible: set[int], user: User, today: date) -> Match:
    seen = unit.pk in visible
    taken = unit.owner_id is not None and (unit.protected_until or today) >= today
    return Match(
        unit.name if seen else masked_name(unit.name),
        unit.get_absolute_url() if seen else "",
        (unit.protected_until or today) if taken else None,
        tuple(REASONS[kind] for kind in kinds),
        unit.pk if seen else 0,
        seen and unit.owner_id == user.pk,
    )
