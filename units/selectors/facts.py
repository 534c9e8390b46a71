"""Where each fact of a unit stands from, and what it was before (U2, V5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import ForeignKey, Max
from django.utils.translation import gettext as _

from accounts.models import User
from core import sources
from core.templatetags.tuoke import yuan
from units.models import Category, Unit, UnitFact

SHOWN = 200  # changes of one unit's facts on one page
BRANCHES = 8  # of a group on its page; the list has all


@dataclass(frozen=True)
class Change:
    """One change of one fact; `url` leads to the visit or import where this person may open it."""

    field: str
    was: str
    value: str
    source: str
    url: str
    at: datetime
    by: str


def newest_changes(unit: Unit, user: User) -> dict[str, Change]:
    """The last change of each fact that ever changed, by field; other rows by their keys."""
    last = UnitFact.objects.filter(unit=unit).values("field").annotate(last=Max("pk"))
    facts = UnitFact.objects.filter(pk__in=last.values("last")).select_related("by")
    return {change.field: change for change in _changes(facts, {}, user)}


def changes_of(unit: Unit, fields: Iterable[str], user: User) -> list[Change]:
    """What the fields were before, newest first; of all facts where no field is named."""
    found = UnitFact.objects.filter(unit=unit).select_related("by").order_by("-at", "-pk")
    wanted = list(fields)
    facts = list((found.filter(field__in=wanted) if wanted else found)[:SHOWN])
    return _changes(facts, _names(facts), user)


def _changes(facts: Iterable[UnitFact], names: Mapping[Any, str], user: User) -> list[Change]:
    kept = list(facts)
    said = sources.named(((fact.source, fact.source_id) for fact in kept), user)
    return [_change(fact, said, names) for fact in kept]


def _change(fact: UnitFact, said: Mapping[Any, Any], names: Mapping[Any, str]) -> Change:
    source, url = said.get((fact.source, fact.source_id), (fact.get_source_display(), ""))
    was, value = (_written(fact.field, text, names) for text in (fact.was, fact.value))
    return Change(fact.field, was, value, str(source), url, fact.at, str(fact.by))


def _names(facts: Iterable[UnitFact]) -> dict[tuple[str, str], str]:
    """Names of the categories and groups that the facts name by their keys."""
    found: dict[tuple[str, str], str] = {}
    for field, model in (("category", Category), ("parent", Unit)):
        keys = {text for fact in facts if fact.field == field for text in (fact.was, fact.value)}
        keys = {key for key in keys if key.isdecimal()}
        if keys:
            rows: Any = model._default_manager.filter(pk__in=keys)
            found |= {(field, str(row.pk)): str(row) for row in rows}
    return found


def _written(field: str, text: str, names: Mapping[Any, str]) -> str:
    if (field, text) in names:
        return names[field, text]
    known: Any = Unit._meta.get_field(field)
    if isinstance(known, ForeignKey) or not text:
        return text
    if known.choices:
        return str(dict(known.flatchoices).get(text, text))
    return _figure(field, text)


def _figure(field: str, text: str) -> str:
    try:
        return yuan(Decimal(text)) if field == "income" else text
    except InvalidOperation:
        return text


def branches_of(unit: Unit, user: User) -> tuple[list[Unit], int]:
    """The first branches of a group this person may see, and how many there are."""
    seen = Unit.objects.visible_to(user).filter(parent=unit)
    first = list(seen.only("name", "headcount", "grade").order_by("sound", "pk")[: BRANCHES + 1])
    return first[:BRANCHES], len(first) if len(first) <= BRANCHES else seen.count()


def group_of(unit: Unit, user: User) -> tuple[str, str]:
    """The name and address of a unit's group; another team's is said to be one, and no more."""
    if unit.parent_id is None:
        return "", ""
    seen = Unit.objects.visible_to(user).filter(pk=unit.parent_id).only("name").first()
    return (seen.name, seen.get_absolute_url()) if seen else (_("a unit of another team"), "")
