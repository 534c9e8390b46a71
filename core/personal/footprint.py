"""All that is a person's: the rows of every table, what points at them, where words name them.

Which tables have something is asked of all of them at once; rows are then fetched from those that
have.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.urls import Resolver404, resolve

from core.models import Attachment
from core.personal.registry import Holding, Person, all_holdings
from core.personal.words import Mention, Near, finders, mentions, naming, pieces

Rows = dict[str, list[Any]]
Pointing = Callable[[Holding, list[Any]], QuerySet[Any]]
Asked = list[tuple[Holding, QuerySet[Any]]]


@dataclass
class Footprint:
    """Rows by declaration: the person's `own`, those that point at them, and mentions elsewhere.

    `doubtful` mentions are for a human being to look through (core.personal.looking).
    """

    person: Person
    rows: Rows = field(default_factory=dict)
    pointing: Rows = field(default_factory=dict)
    mentioned: list[Mention] = field(default_factory=list)
    doubtful: list[Mention] = field(default_factory=list)

    def of(self, holding: Holding) -> list[Any]:
        """The rows of one model, by whichever way they were found."""
        return [*self.rows.get(holding.model, []), *self.pointing.get(holding.model, [])]

    @property
    def sealed_on(self) -> date | None:
        """The newest day of the rows for which books ask who the person was."""
        days = (
            holding.last_day(self.rows.get(holding.model, []))
            for holding in all_holdings()
            if holding.kept and holding.kept.sealed
        )
        return max(filter(None, days), default=None)

    @property
    def files(self) -> list[Attachment]:
        """The person's files that go."""
        stay = {holding.table._meta.label_lower for holding in all_holdings() if _keeps(holding)}
        found = self.pointing.get("core.Attachment", [])
        return [row for row in found if row.subject_type not in stay]


def footprint(person: Person, *, words: bool = True) -> Footprint:
    """Look through every table. Reads only. Without `words` the free texts are left out.

    The rows are found by their keys; the texts have to be read, all of them.
    """
    held = all_holdings()
    found = Footprint(person, _fetched([(one, own_rows(one, person)) for one in held if one.path]))
    sealed = any(one.kept and one.kept.sealed and one.model in found.rows for one in held)
    found.person = replace(person, sealed=sealed)
    _add_pointing(found, "subject", _of_type, found.rows)
    _add_pointing(found, "subject", _of_type, found.pointing)  # the way of an approval of theirs
    _add_pointing(found, "url", _of_page, found.rows | found.pointing)
    if words:
        for mention in _mentions(found):
            (found.mentioned if mention.sure else found.doubtful).append(mention)
    return found


def _add_pointing(found: Footprint, about: str, ask: Pointing, at: Rows) -> None:
    """Rows that point at those of `at` that are wholly the person's."""
    held = [one for one in all_holdings() if one.about == about]
    theirs = [row for one in all_holdings() if one.own for row in at.get(one.model, [])]
    if theirs:
        for model, rows in _fetched([(one, ask(one, theirs)) for one in held]).items():
            found.pointing[model] = [*found.pointing.get(model, []), *rows]


def _keeps(holding: Holding) -> bool:
    return holding.files_stay or not holding.own


def own_rows(holding: Holding, person: Person) -> QuerySet[Any]:
    """The rows that lead to the person."""
    where = Q(pk__in=[])
    for path in holding.paths:
        where |= Q(**{f"{path}__in": person.keys})
    return holding.table._base_manager.filter(where)


# --- asked of all tables at once ----------------------------------------------------------------


def _fetched(asked: Asked) -> Rows:
    """The rows of each model that has some."""
    keys = _keys(asked)
    return {
        holding.model: list(_with_unit(holding).filter(pk__in=keys[holding.model]).order_by("pk"))
        for holding, _rows in asked
        if holding.model in keys
    }


def _keys(asked: Asked) -> dict[str, list[int]]:
    """The keys of the rows by model, in one query."""
    found: dict[str, list[int]] = {}
    if not asked:
        return found
    one, *others = (
        rows.order_by().values_list(Value(holding.model, output_field=CharField()), "pk")
        for holding, rows in asked
    )
    for model, key in one.union(*others, all=True):
        found.setdefault(model, []).append(key)
    return found


def _with_unit(holding: Holding) -> QuerySet[Any]:
    rows: QuerySet[Any] = holding.table._base_manager.all()
    return rows.annotate(near_unit=F(holding.unit)) if holding.unit else rows


# --- what points at the person's rows -----------------------------------------------------------


def _of_type(holding: Holding, rows: Iterable[Model]) -> QuerySet[Any]:
    """Rows that name one of these by type and key."""
    keys: dict[str, list[int]] = {}
    for row in rows:
        keys.setdefault(row._meta.label_lower, []).append(row.pk)
    where = Q(pk__in=[])
    for label, those in keys.items():
        where |= Q(subject_type=label, subject_id__in=those)
    return holding.table._base_manager.filter(where)


def _of_page(holding: Holding, rows: Iterable[Model]) -> QuerySet[Any]:
    """Rows that lead to the page of one of these."""
    where = Q(pk__in=[])
    for page in _pages(rows):
        where |= Q(url=page) | Q(url__startswith=page)
    return holding.table._base_manager.filter(where)


def _pages(rows: Iterable[Model]) -> set[str]:
    """The pages of these rows, where each has one of its own and not that of another record."""
    has_one: dict[type[Model], bool] = {}
    found = set()
    for row in rows:
        table = type(row)
        if table not in has_one:
            has_one[table] = _has_page(row)
        if has_one[table]:
            found.add(row.get_absolute_url())  # type: ignore[attr-defined]
    return found


def _has_page(row: Any) -> bool:
    if not hasattr(row, "get_absolute_url"):
        return False
    try:
        page = resolve(row.get_absolute_url())
    except Resolver404:
        return False
    shown = getattr(getattr(page.func, "view_class", None), "model", None)
    return shown is not None and shown._meta.concrete_model is type(row)


# --- where words name them ----------------------------------------------------------------------


def _mentions(found: Footprint) -> Iterator[Mention]:
    words = pieces(found.person)
    if not words:
        return
    near = _near(found)
    keys = _keys([(one, naming(one, words)) for one in all_holdings() if one.words()])
    find = finders(found.person)
    for holding in all_holdings():
        theirs = near.rows.get(holding.model, set())
        others = [key for key in keys.get(holding.model, []) if key not in theirs]
        if others:
            yield from mentions(holding, others, find, found.person.names, near)


def _near(found: Footprint) -> Near:
    """The units and the rows of the person, near which a short name is theirs."""
    rows = {one.model: {row.pk for row in found.of(one)} for one in all_holdings()}
    units = {
        row.near_unit
        for one in all_holdings()
        if one.unit
        for row in found.of(one)
        if row.near_unit is not None
    }
    return Near(units, rows)
