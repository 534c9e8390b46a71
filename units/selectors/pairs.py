"""Pairs of records that look like one: the list a manager works through (U8)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from units.models import Contact, Likeness, NotSame, Unit
from units.rules.likeness import Kind
from units.selectors.same import REASONS, Match, Question, likely_same, rank, sure_kinds

NAMESAKES = 5
SHOWN = 50  # pairs on the page; the next ones come up as these are worked
_KEYS = 2000  # shared keys looked at, so that the page stays quick whatever was imported
_CROWD = 12  # records under one key; more is a common word, not a duplicate
_IDENTITY = _("same identity number")

Ids = tuple[int, int]


@dataclass(frozen=True)
class LikelyPair:
    """Two records, the one with more behind it first, and why they may be one."""

    stays: Any
    goes: Any
    reasons: tuple[str | Promise, ...]


def unit_pairs(user: User) -> list[LikelyPair]:
    """Units one sees that share name, sound or telephone, the surest first."""
    seen = Unit.objects.visible_to(user)
    kinds: dict[Ids, set[Kind]] = defaultdict(set)
    for kind, units in _sharing(seen):
        for pair in combinations(sorted(units), 2):
            kinds[pair].add(kind)
    for known in _known("unit", kinds):
        del kinds[known]
    rows = _rows(seen.select_related("category", "owner", "team"), kinds)
    sure = {
        pair: sure_kinds(rows[pair[0]].normalised, rows[pair[1]].normalised, found)
        for pair, found in kinds.items()
        if rows[pair[0]].project_id == rows[pair[1]].project_id
    }
    ranked = sorted((rank(found), pair) for pair, found in sure.items() if found)[:SHOWN]
    return [
        _pair(rows[one], rows[other], tuple(REASONS[kind] for kind in sure[(one, other)]))
        for _rank, (one, other) in ranked
    ]


def _sharing(seen: QuerySet[Unit]) -> list[tuple[Kind, set[int]]]:
    """Which units share a key, by kind."""
    rows = Likeness.objects.filter(unit__in=seen)
    shared = rows.values("kind", "key").annotate(n=Count("unit")).filter(n__gt=1, n__lte=_CROWD)
    keys = [row["key"] for row in shared.order_by("n", "kind", "key")[:_KEYS]]
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    for kind, key, unit in rows.filter(key__in=keys).values_list("kind", "key", "unit_id"):
        found[(kind, key)].add(unit)
    return [(Kind(kind), units) for (kind, _key), units in found.items()]


def contact_pairs(user: User) -> list[LikelyPair]:
    """People one sees with one identity number, or with one name in one unit."""
    seen = Contact.objects.visible_to(user).known()
    identified = _alike(seen.exclude(id_hash=""), ("project_id", "id_hash"))
    named = _alike(seen.filter(unit__isnull=False), ("unit_id", "sound"))
    pairs = dict.fromkeys(identified) | dict.fromkeys(named)
    for known in _known("contact", pairs):
        del pairs[known]
    shown = list(pairs)[:SHOWN]
    rows = _rows(seen.select_related("unit", "owner", "team"), shown)
    return [_pair(rows[one], rows[two], _why(rows[one], rows[two])) for one, two in shown]


def _why(one: Contact, other: Contact) -> tuple[str | Promise, ...]:
    """Why two people may be one."""
    identity = [_IDENTITY] if one.id_hash and one.id_hash == other.id_hash else []
    return (*identity, *(REASONS[kind] for kind in _named(one, other)))


def _named(one: Contact, other: Contact) -> list[Kind]:
    if one.name == other.name:
        return [Kind.NAME]
    return [Kind.SOUND] if one.sound == other.sound else []


def _alike(people: QuerySet[Contact], columns: tuple[str, str]) -> list[Ids]:
    """Pairs of keys of people who have the same in both columns."""
    shared = people.values(*columns).annotate(n=Count("pk")).filter(n__gt=1, n__lte=_CROWD)
    groups = list(shared.order_by(*columns).values_list(*columns)[:_KEYS])
    second = {group[1] for group in groups}
    found: dict[Any, set[int]] = defaultdict(set)
    for one, other, pk in people.filter(**{f"{columns[1]}__in": second}).values_list(
        *columns, "pk"
    ):
        found[(one, other)].add(pk)
    return [pair for group in groups for pair in combinations(sorted(found[group]), 2)]


def alike(record: Any, user: User) -> list[Any]:
    """Records one sees that may be this one, but for those found to be others; never oneself."""
    found = _alike_units(record, user) if isinstance(record, Unit) else _namesakes(record, user)
    others = [one for one in found if one.pk != record.pk]
    known = not_same_as(record) if others else set()
    return [one for one in others if one.pk not in known]


def _alike_units(unit: Unit, user: User) -> list[Match]:
    """This is no look-up of others' units: hidden ones are left out, and so are mere neighbours."""
    found = likely_same(Question(unit.name, unit.telephone), user)
    return [match for match in found if not match.hidden]


def _namesakes(person: Contact, user: User) -> list[Contact]:
    same = Q(unit=person.unit_id, sound=person.sound) if person.unit_id else Q(pk__in=[])
    if person.id_hash:
        same |= Q(id_hash=person.id_hash)
    seen = Contact.objects.visible_to(user).known().filter(project_id=person.project_id)
    return list(seen.filter(same).order_by("pk")[:NAMESAKES])


def not_same_as(record: Any) -> set[int]:
    """Keys of the records that somebody found to be others than this one."""
    name = record._meta.model_name
    rows = NotSame.objects.filter(Q(**{name: record}) | Q(**{f"{name}_too": record}))
    found = {key for pair in rows.values_list(f"{name}_id", f"{name}_too_id") for key in pair}
    return found - {record.pk}


def _known(name: str, pairs: Mapping[Ids, Any]) -> set[Ids]:
    """The pairs among these that somebody looked at and found to be two."""
    columns = (f"{name}_id", f"{name}_too_id")
    rows = NotSame.objects.filter(**{f"{name}__in": {pair[0] for pair in pairs}})
    return {pair for pair in rows.values_list(*columns) if pair in pairs}


def _rows(rows: QuerySet[Any], pairs: Collection[Ids]) -> dict[int, Any]:
    return rows.in_bulk({key for pair in pairs for key in pair})


def _pair(one: Any, other: Any, reasons: tuple[str | Promise, ...]) -> LikelyPair:
    """The older record first, of units the one that was visited more."""
    first, second = sorted((one, other), key=lambda row: (-getattr(row, "visit_count", 0), row.pk))
    return LikelyPair(first, second, reasons)
