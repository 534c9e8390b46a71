"""Units, key persons and contacts as the search box shows them: only what one may see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from accounts.models import User
from core.search import Hit
from units.models import Contact, KeyPersonTenure, Unit
from units.permissions import CONTACT_VIEW, UNIT_VIEW
from units.search import (
    begins,
    is_called,
    person_named,
    terms,
    unit_begins,
    unit_is_called,
    unit_named,
)


def unit_hits(user: User, text: str, most: int) -> list[Hit]:
    """Units by name, short name and telephone."""
    if not user.has_perm(UNIT_VIEW):
        return []
    return [_unit(unit) for unit in _best(_units(user), text, _UNITS, most)]


def key_person_hits(user: User, text: str, most: int) -> list[Hit]:
    """People who are a unit's key person at present."""
    if not user.has_perm(CONTACT_VIEW):
        return []
    people = _people(user).filter(Exists(_open_tenures()))
    return [_person(one, "key") for one in _best(people, text, _PEOPLE, most)]


def contact_hits(user: User, text: str, most: int) -> list[Hit]:
    """All the others."""
    if not user.has_perm(CONTACT_VIEW):
        return []
    people = _people(user).exclude(Exists(_open_tenures()))
    return [_person(one, "person") for one in _best(people, text, _PEOPLE, most)]


def known_units(user: User, keys: list[int]) -> Mapping[int, Hit]:
    """The lines of units that were open before."""
    if not user.has_perm(UNIT_VIEW):
        return {}
    return {unit.pk: _unit(unit) for unit in _units(user).filter(pk__in=keys)}


def known_people(user: User, keys: list[int]) -> Mapping[int, Hit]:
    """The lines of people who were open before."""
    if not user.has_perm(CONTACT_VIEW):
        return {}
    return {one.pk: _person(one, "person") for one in _people(user).filter(pk__in=keys)}


def _units(user: User) -> QuerySet[Any]:
    shown = ("name", "short_name", "sound", "category__name", "category__name_zh", "owner__name")
    rows: QuerySet[Any] = Unit.objects.visible_to(user).select_related("category", "owner")
    return rows.only(*shown, "owner__username")


def _people(user: User) -> QuerySet[Any]:
    shown = ("name", "sound", "position", "mobile", "unit__name")
    rows: QuerySet[Any] = Contact.objects.visible_to(user).select_related("unit")
    return rows.only(*shown)


def _open_tenures() -> QuerySet[Any]:
    return KeyPersonTenure.objects.filter(contact=OuterRef("pk"), ends_on__isnull=True)


@dataclass(frozen=True)
class _Ways:
    """How rows are asked for by one word: found anywhere, beginning so, called so."""

    find: Callable[[str], Q]
    begins: Callable[[str], Q]
    called: Callable[[str], Q]


_UNITS = _Ways(unit_named(), unit_begins, unit_is_called)
_PEOPLE = _Ways(person_named(), begins, is_called)


def _best(rows: QuerySet[Any], text: str, ways: _Ways, most: int) -> list[Any]:
    """Who is called so, who begins so; where they are few, others who have it somewhere.

    Two questions, since one that sorts everything that has a syllable somewhere reads half the
    table for the six lines it shows.
    """
    words = terms(text)
    if not words:
        return []
    for word in words[1:]:
        rows = rows.filter(ways.find(word))
    first = list(_beginning(rows, words[0], ways)[:most])
    if len(first) == most:
        return first
    others = rows.filter(ways.find(words[0])).exclude(pk__in=[row.pk for row in first])
    return first + sorted(others.order_by()[: most - len(first)], key=lambda row: row.sound)


def _beginning(rows: QuerySet[Any], word: str, ways: _Ways) -> QuerySet[Any]:
    """In the order of a rank no index has: PostgreSQL would walk the list of names instead."""
    rank = Case(When(ways.called(word), then=0), default=Value(1), output_field=IntegerField())
    return rows.filter(ways.begins(word)).order_by(rank, "sound", "pk")


def _unit(unit: Unit) -> Hit:
    parts = (unit.short_name, unit.category, unit.owner or "–")
    detail = " · ".join(str(part) for part in parts if part)
    return Hit(unit.name, unit.get_absolute_url(), detail, "building")


def _person(person: Contact, icon: str) -> Hit:
    parts = (person.position, person.unit, person.masked_mobile)
    detail = " · ".join(str(part) for part in parts if part)
    return Hit(str(person), person.get_absolute_url(), detail or _("Contact"), icon)
