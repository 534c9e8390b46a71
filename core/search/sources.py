"""The sources, what they find together, and the records one had open before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

MOST = 6  # of one group
LONGEST = 60
REMEMBERED = 8


@dataclass(frozen=True)
class Hit:
    """One line of the answer; `detail` tells apart what is called alike."""

    title: str
    url: str
    detail: str = ""
    icon: str = "dot"


@dataclass(frozen=True)
class Group:
    """What one source found."""

    name: str
    label: str | Promise
    hits: list[Hit]


Source = Callable[[Any, str, int], list[Hit]]
Known = Callable[[Any, list[int]], Mapping[int, Hit]]


@dataclass(frozen=True)
class _Registered:
    label: str | Promise
    source: Source
    order: int


_sources: dict[str, _Registered] = {}
_records: dict[str, Known] = {}


def register_search(
    name: str,
    label: str | Promise,
    source: Source,
    *,
    order: int = 50,
    recent: tuple[type[Model], Known] | None = None,
) -> None:
    """`source(user, text, most)` gives the best hits among what the user may see.

    It must not find a row by what the user would see masked. `recent` is a model and a function
    `(user, keys)` that gives the lines of those records the user may still see.
    """
    _sources[name] = _Registered(label, source, order)
    if recent is not None:
        model, known = recent
        _records[model._meta.label_lower] = known


def typed(text: str) -> str:
    """What is looked for, as a source is given it."""
    return " ".join(text.replace("\0", "").split())[:LONGEST]


def found(user: Any, text: str, *, most: int = MOST) -> list[Group]:
    """The groups in which something was found."""
    if not text:
        return []
    ordered = sorted(_sources.items(), key=lambda item: item[1].order)
    groups = (Group(name, one.label, one.source(user, text, most)) for name, one in ordered)
    return [group for group in groups if group.hits]


def record_key(subject: Model) -> str:
    """What a browser remembers of a record that was open: no name, only its kind and key."""
    name = subject._meta.label_lower
    return f"{name}:{subject.pk}" if name in _records else ""


def recent(user: Any, keys: Iterable[str]) -> list[Hit]:
    """The lines of remembered records, in their order, without what is no longer one's to see."""
    wanted = [_parsed(key) for key in list(keys)[:REMEMBERED]]
    hits: dict[tuple[str, int], Hit] = {}
    for name in {name for name, _key in wanted if name in _records}:
        known = _records[name](user, [key for kind, key in wanted if kind == name])
        hits.update({(name, key): hit for key, hit in known.items()})
    return [hits[key] for key in dict.fromkeys(wanted) if key in hits]


def _parsed(key: str) -> tuple[str, int]:
    name, _colon, number = key.partition(":")
    sound = number.isascii() and number.isdecimal() and len(number) < 16
    return name, int(number) if sound else 0
