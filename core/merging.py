"""Making one record of two: every row that points at the one is moved to the other, and back.

Which rows there are is asked from the schema, so that no table is forgotten, also none of an app
above. An app says here only what wants care: rows that stay, figures that have to be put in order,
and why two records cannot become one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Exists, ManyToOneRel, Model, OuterRef, Q, QuerySet, UniqueConstraint
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Text = str | Promise
GROWS = gettext_lazy("only grows, so it stays with the old record")


@dataclass(frozen=True)
class Pair:
    """Who stays and who goes; `choice` says what was chosen beside, by name."""

    survivor: Any
    loser: Any
    choice: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """A column by which rows point at a record: a foreign key, or type and key as files do."""

    model: type[Model]
    column: str
    by_type: bool = False

    @property
    def key(self) -> str:
        """visits.VisitReport.unit."""
        return f"{self.model._meta.label}.{self.column}"

    @property
    def label(self) -> str:
        """What people call the rows."""
        meta: Any = self.model._meta
        if meta.auto_created:  # the table between two others is called by the one that owns it
            meta = meta.auto_created._meta
        return str(capfirst(str(meta.verbose_name_plural)))

    def rows(self, record: Model) -> QuerySet[Any]:
        """The rows that point at the record, whoever may see them."""
        everything = self.model._base_manager.all()
        if self.by_type:
            everything = everything.filter(subject_type=record._meta.label_lower)
        return everything.filter(**{self.column: record.pk})


Hook = Callable[[Model, Model, Sequence[int]], None]
Some = Callable[[QuerySet[Any], "Pair"], QuerySet[Any]]


@dataclass(frozen=True)
class Care:
    """What a place wants beside the changed key.

    `stays` says why its rows stay with the old record. Where only some do, `once` says why: those
    of which there may be only one, or which `staying` picks from the loser's rows. `before` and
    `after` get from whom, to whom and which rows, on the way back as well. `follows` names columns
    that take the survivor's value, each with which of the moved rows do. `label` is what people
    call the rows where the table's own name would mislead; `hidden` ones are nothing to them.
    """

    stays: Text = ""
    once: Text = ""
    staying: Some | None = None
    before: Hook | None = None
    after: Hook | None = None
    follows: Mapping[str, Some] = field(default_factory=dict)
    label: Text = ""
    hidden: bool = False


Refusal = Callable[[Pair], Iterable[str]]
_cares: dict[str, Care] = {}
_refusals: dict[str, list[Refusal]] = {}


def register_care(place: str, care: Care) -> None:
    """`place` as its key; called from AppConfig.ready()."""
    _cares[place] = care


def register_refusal(model: str, why: Refusal) -> None:
    """`why(pair)` gives the sentences for which two rows of `model` cannot become one."""
    known = _refusals.setdefault(model.lower(), [])
    if why not in known:
        known.append(why)


UndoRefusal = Callable[[Any], Iterable[str]]
_undo_refusals: list[UndoRefusal] = []


def register_undo_refusal(why: UndoRefusal) -> None:
    """`why(merge)` gives the sentences for which a merge cannot be taken back any more."""
    if why not in _undo_refusals:
        _undo_refusals.append(why)


def undo_refusals(merge: Any) -> list[str]:
    """What the apps above say against taking the merge back."""
    return [sentence for why in _undo_refusals for sentence in why(merge)]


def care_of(place: Place) -> Care:
    """What was said of the place; tables that only grow stay by themselves."""
    if place.key in _cares:
        return _cares[place.key]
    return Care(stays=GROWS, hidden=True) if getattr(place.model, "append_only", False) else Care()


def cares() -> Mapping[str, Care]:
    """All that was said, by place."""
    return dict(_cares)


def places(model: type[Model]) -> list[Place]:
    """Every column by which rows of any table point at `model`, by name."""
    found = [
        Place(relation.related_model, relation.field.name)
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and not relation.related_model._meta.proxy
    ]
    return sorted([*found, *_by_type()], key=lambda place: place.key)


def _by_type() -> Iterator[Place]:
    for model in apps.get_models():
        names = {column.name for column in model._meta.concrete_fields}
        if {"subject_type", "subject_id"} <= names:
            yield Place(model, "subject_id", by_type=True)


# --- asked before -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moving:
    """One line of the preview: how many rows each has, how many would stay behind, and why."""

    label: str
    survivor: int
    loser: int
    staying: int
    why: Text = ""

    @property
    def coming(self) -> int:
        """How many come along."""
        return self.loser - self.staying

    @property
    def together(self) -> int:
        """How many the record that stays has then."""
        return self.survivor + self.coming


def preview(pair: Pair) -> list[Moving]:
    """What each of the two has, table by table, the most first; no table in which neither stands.

    Tables people know nothing of are left out. What only grows stays with the old record and is
    read with the history of both.
    """
    shown = [place for place in places(type(pair.survivor)) if not care_of(place).hidden]
    lines = [_moving(place, pair) for place in shown]
    return sorted(
        (line for line in lines if line.survivor or line.loser), key=lambda line: -line.loser
    )


def labelled(model: type[Model], moved: Mapping[str, Sequence[int]]) -> list[tuple[str, int]]:
    """What people call the rows that moved, and how many; the most first."""
    shown = [place for place in places(model) if not care_of(place).hidden]
    found = [(_called(place), len(moved[place.key])) for place in shown if place.key in moved]
    return sorted(found, key=lambda pair: -pair[1])


def _called(place: Place) -> str:
    return str(care_of(place).label) or place.label


def _moving(place: Place, pair: Pair) -> Moving:
    care, label = care_of(place), _called(place)
    kept, going = place.rows(pair.survivor).count(), place.rows(pair.loser).count()
    if care.stays:
        return Moving(label, kept, going, going, care.stays)
    left = staying(place, pair).count() if going and kept else 0
    return Moving(label, kept, going, left, care.once if left else "")


def refusals(pair: Pair) -> list[str]:
    """Every reason for which the two cannot become one; none is leave."""
    label = type(pair.survivor)._meta.label_lower
    said = [sentence for why in _refusals.get(label, ()) for sentence in why(pair)]
    return said + [
        _("Both have %(what)s of which there may be only one. Bring them in order first.")
        % {"what": place.label}
        for place in places(type(pair.survivor))
        if not _settled(place) and clashing(place, pair).exists()
    ]


def _settled(place: Place) -> bool:
    care = care_of(place)
    return bool(care.stays or care.once or care.staying)


def staying(place: Place, pair: Pair) -> QuerySet[Any]:
    """The rows that stay with the loser although the others of their table move."""
    some = care_of(place).staying
    return some(place.rows(pair.loser), pair) if some else clashing(place, pair)


def none_stays(rows: QuerySet[Any], pair: Pair) -> QuerySet[Any]:
    """For places whose service brings into order what could not stand together."""
    return rows.none()


def clashing(place: Place, pair: Pair) -> QuerySet[Any]:
    """The rows of the loser that a unique constraint would not let stand beside the survivor's."""
    going = place.rows(pair.loser)
    return going.filter(_meets(place, pair)) if _unique(place) else going.none()


def _meets(place: Place, pair: Pair) -> Q:
    found = Q(pk__in=[])
    for others, condition in _unique(place):
        same = place.rows(pair.survivor).filter(condition)
        same = same.filter(**{name: OuterRef(name) for name in others})
        found |= Q(condition & Q(Exists(same)))
    return found


def _unique(place: Place) -> list[tuple[list[str], Q]]:
    """The constraints the column is part of: the other columns, and on which rows they hold."""
    meta = place.model._meta
    found = [
        (list(constraint.fields), constraint.condition or Q())
        for constraint in meta.constraints
        if isinstance(constraint, UniqueConstraint) and place.column in constraint.fields
    ]
    found += [(list(names), Q()) for names in meta.unique_together if place.column in names]
    if getattr(meta.get_field(place.column), "unique", False):
        found.append(([place.column], Q()))
    return [([name for name in names if name != place.column], where) for names, where in found]


# --- done ---------------------------------------------------------------------------------------


def move(pair: Pair) -> dict[str, list[int]]:
    """Point every row of the loser at the survivor; which rows those were, by place.

    The caller holds both records' locks, so that no row is added meanwhile.
    """
    moved: dict[str, list[int]] = {}
    for place in places(type(pair.survivor)):
        if care_of(place).stays:
            continue
        going = list(place.rows(pair.loser).order_by("pk").values_list("pk", flat=True))
        left = set(staying(place, pair).values_list("pk", flat=True)) if going else set()
        if keys := [key for key in going if key not in left]:
            _point(place, pair.loser, pair.survivor, keys)
            moved[place.key] = keys
    _settle(pair.loser, pair.survivor, moved)
    return moved


@dataclass(frozen=True)
class Change:
    """A key in a row that was changed beside: `place` is "units.Contact:owner"."""

    place: str
    row: int
    was: str
    now: str


def change(rows: QuerySet[Any], column: str, value: Any) -> list[Change]:
    """Set a column of these rows to a key, yes or no; gives back what it was where it differed."""
    name = rows.model._meta.get_field(column).attname
    found = [(pk, was) for pk, was in rows.values_list("pk", name) if was != value]
    rows.model._base_manager.filter(pk__in=[pk for pk, _was in found]).update(**{name: value})
    place = f"{rows.model._meta.label}:{column}"
    return [Change(place, pk, written(was), written(value)) for pk, was in found]


def written(value: Any) -> str:
    """A key, yes, no or nothing as text."""
    return "" if value is None else str(value)


def change_back(done: Change) -> bool:
    """Give the row its key again, unless somebody changed it since; says whether it was."""
    label, _sep, column = done.place.partition(":")
    model = apps.get_model(label)
    found: Any = model._meta.get_field(column)
    was, now = (found.to_python(text) if text else None for text in (done.was, done.now))
    rows = model._base_manager.filter(pk=done.row, **{found.attname: now})
    return bool(rows.update(**{found.attname: was}))


def hand_over(pair: Pair, moved: Mapping[str, Sequence[int]]) -> list[Change]:
    """What follows whoever follows the record: its open tasks, its people."""
    asked = [
        (place.model, column, set(some(rows, pair).values_list("pk", flat=True)))
        for place in places(type(pair.survivor))
        for rows in (place.model._base_manager.filter(pk__in=moved.get(place.key, ())),)
        for column, some in care_of(place).follows.items()
    ]
    done: list[Change] = []
    for model, column, keys in asked:  # asked before anything changes what is asked for
        rows = model._base_manager.filter(pk__in=keys).order_by("pk")
        done += change(rows, column, getattr(pair.survivor, f"{column}_id"))
    return done


def move_back(pair: Pair, moved: Mapping[str, Sequence[int]]) -> None:
    """Point exactly those rows at the loser again. Ask `gone_on` first."""
    by_key = {place.key: place for place in places(type(pair.survivor))}
    for key, rows in moved.items():
        _point(by_key[key], pair.survivor, pair.loser, rows)
    _settle(pair.survivor, pair.loser, moved)


def gone_on(pair: Pair, moved: Mapping[str, Sequence[int]]) -> list[str]:
    """What moved then and does not point at the survivor any more, in words; none is leave."""
    by_key = {place.key: place for place in places(type(pair.survivor))}
    sentences = []
    for key, rows in moved.items():
        place = by_key[key]
        there = place.rows(pair.survivor).filter(pk__in=rows).count()
        standing = place.model._base_manager.filter(pk__in=rows).count()
        if there < standing:
            sentences.append(
                _("%(what)s: %(count)d of them belong to somebody else by now.")
                % {"what": place.label, "count": standing - there}
            )
    return sentences


def _point(place: Place, source: Model, target: Model, keys: Sequence[int]) -> None:
    care = care_of(place)
    if care.before:
        care.before(source, target, keys)
    place.model._base_manager.filter(pk__in=keys).update(**{_column(place): target.pk})


def _column(place: Place) -> str:
    return place.column if place.by_type else f"{place.column}_id"


def _settle(source: Model, target: Model, moved: Mapping[str, Sequence[int]]) -> None:
    """Once everything stands at its place; also where nothing moved, for figures that are sums."""
    for place in places(type(source)):
        care = care_of(place)
        if care.after:
            care.after(source, target, moved.get(place.key, ()))
