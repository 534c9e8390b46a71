"""Finding and masking a person in free text: their name, their numbers, in whatever spelling."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import quote

from django.db.models import F, Func, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from core.personal.registry import ERASED, Holding, Person
from core.text import spellings

LONG_NAME = 3  # characters; shorter ones are many people's
_BETWEEN = r"[\s\-–]*"
_BLANK = r"\s?"

Pattern = re.Pattern[str]


@dataclass(frozen=True)
class Mention:
    """One row whose words name the person, and by what they were found.

    Not `sure` is a short name or a nickname far from the person: a human being has to look.
    """

    holding: Holding
    row: Model
    fields: tuple[str, ...]
    find: Pattern
    sure: bool = True

    @property
    def key(self) -> str:
        """How a choice among the doubtful ones names it."""
        return f"{self.holding.model}:{self.row.pk}"


@dataclass(frozen=True)
class Finders:
    """What names a person: in rows `near` them, `far` from them, in rows of a `namesake`.

    What would name them near by, met far from them, is a doubt.
    """

    near: Pattern | None
    far: Pattern | None
    namesake: Pattern | None


def finders(person: Person) -> Finders:
    """A short name counts near the person; elsewhere only by itself, if nobody else bears it."""
    numbers = [*map(_number, person.mobiles), *map(_digits, person.identities)]
    near = [_name(name) for name in (*person.names, *person.called)]
    return Finders(
        _either([*near, *map(_quoted, person.names), *numbers]),
        _either([*_far_names(person), *numbers]),
        _either(numbers),
    )


def _far_names(person: Person) -> Iterable[str]:
    for name in person.names:
        if len(name) >= LONG_NAME:
            yield from (_name(name), _quoted(name))
        elif person.rare:
            yield rf"(?<!\w){_name(name)}(?!\w)"
            yield f"(?<![0-9A-F]){_quoted(name)}(?!%)"


def pieces(person: Person) -> str:
    """What a row has in it if it may name the person, as databases understand it; "" for nobody."""
    found = [*map(_letters, (*person.names, *person.called)), *map(_quoted, person.names)]
    found += [_digits(number) for number in (*person.mobiles, *person.identities)]
    return "|".join(found)


def _name(name: str) -> str:
    """The name in either kind of characters; Latin letters only as a word of their own."""
    return rf"\b{_letters(name)}\b" if name.isascii() else _letters(name)


def _quoted(name: str) -> str:
    """As it stands in a list's address."""
    return _name(name) if name.isascii() else quote(name)


def _number(mobile: str) -> str:
    return rf"(?<!\d)(?:\+?86{_BETWEEN})?{_digits(mobile)}(?!\d)"


def _letters(name: str) -> str:
    return _BLANK.join(map(_spelled, name.replace(" ", "")))


def _digits(number: str) -> str:
    return _BETWEEN.join(map(_spelled, number.removeprefix("+86")))


def _spelled(character: str) -> str:
    """One character in every spelling, also as JSON may keep it: 陈 as \\u9648."""
    ways = spellings(character)
    ways_in_json = [json.dumps(way)[1:-1] for way in ways if not way.isascii()]
    found = [re.escape(way) for way in (*ways, *ways_in_json)]
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"


def _either(patterns: list[str]) -> Pattern | None:
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


# --- in the database ------------------------------------------------------------------------


def naming(holding: Holding, words: str) -> QuerySet[Any]:
    """A first look by the database: rows in whose texts one of the `pieces` stands."""
    texts = _Together(*(Cast(name, TextField()) for name in holding.words()))
    rows: QuerySet[Any] = holding.table._base_manager.alias(all_words=texts)
    return rows.filter(all_words__iregex=words)


class _Together(Func):
    """Texts as one, so that each row is looked through once; what is not there counts as empty."""

    output_field = TextField()
    function = "CONCAT_WS"
    template = "%(function)s(' ', %(expressions)s)"

    def as_sqlite(self, *args: Any, **kwargs: Any) -> Any:
        """A chain, as the function is younger than the SQLite people have."""
        copy = self.copy()
        copy.set_source_expressions(
            [Coalesce(text, Value("")) for text in self.get_source_expressions()]
        )
        kwargs |= {"template": "(%(expressions)s)", "arg_joiner": " || ' ' || "}
        return super(_Together, copy).as_sql(*args, **kwargs)


def mentions(
    holding: Holding, keys: Iterable[int], find: Finders, names: tuple[str, ...], near: "Near"
) -> Iterable[Mention]:
    """Those of the rows whose words name the person, or may."""
    for row in _read(holding, keys):
        if getattr(row, "namesake", None) in names:
            ways = [(find.namesake, True)]  # a row of somebody else of this name
        elif near.holds(holding, row):
            ways = [(find.near, True)]
        else:
            ways = [(find.far, True), (find.near, False)]
        yield from islice(filter(None, (_named(holding, row, *way) for way in ways)), 1)


def _named(holding: Holding, row: Model, find: Pattern | None, sure: bool) -> Mention | None:
    hit = tuple(name for name in holding.words() if names_person(getattr(row, name), find))
    return Mention(holding, row, hit, find, sure) if find and hit else None


def _read(holding: Holding, keys: Iterable[int]) -> QuerySet[Any]:
    rows: QuerySet[Any] = holding.table._base_manager.filter(pk__in=keys).order_by("pk")
    if holding.path:
        path = "name" if holding.path == "pk" else f"{holding.path}__name"
        rows = rows.annotate(namesake=F(path))
    return rows.annotate(near_unit=F(holding.unit)) if holding.unit else rows


@dataclass(frozen=True)
class Near:
    """What is close to the person: their units, and by model the keys of their own rows."""

    units: set[int]
    rows: Mapping[str, set[int]]

    def holds(self, holding: Holding, row: Model) -> bool:
        """Whether a short name in the row is theirs."""
        if holding.unit and getattr(row, "near_unit", None) in self.units:
            return True
        if not holding.part_of:
            return False
        field: Any = row._meta.get_field(holding.part_of)
        whole = self.rows.get(field.related_model._meta.label, set())
        return getattr(row, field.attname) in whole


# --- in a value -----------------------------------------------------------------------------


def names_person(value: Any, find: Pattern | None) -> bool:
    """Whether a text, or any text inside a JSON value, names the person."""
    return find is not None and masked(value, find) != value


def texts_in(value: Any) -> list[str]:
    """Every text of a value, as masking meets them: of JSON the keys as well."""
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    _through(value, keep)
    return found


def masked(value: Any, find: Pattern) -> Any:
    """`value` with every mention as ***; JSON is walked through, names of keys as well."""
    return _through(value, lambda text: find.sub(ERASED, text))


def _through(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(str(key)): _through(inner, change) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_through(inner, change) for inner in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return ERASED if change(str(value)) != str(value) else value
    return value


def fitting(row: Model, name: str, value: Any) -> Any:
    """What fits the column; masking may make a text longer."""
    most = getattr(row._meta.get_field(name), "max_length", None)
    return ERASED if most and isinstance(value, str) and len(value) > most else value
