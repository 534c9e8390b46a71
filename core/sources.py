"""Where a fact stands from, said by the app that knows: a lower app keeps kind and key only.

`register("visit", source)`: `source(keys, user)` gives for each key (what it is called, address);
an empty address where this person may not open it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Named = Mapping[int, tuple[str, str]]
Source = Callable[[set[int], Any], Named]

_sources: dict[str, Source] = {}


def register(kind: str, source: Source) -> None:
    """Called from AppConfig.ready()."""
    _sources[kind] = source


def named(wanted: Iterable[tuple[str, int | None]], user: Any) -> dict[tuple[str, int], Any]:
    """The (text, address) of each (kind, key); one question a kind, none where nothing is asked."""
    keys: dict[str, set[int]] = {}
    for kind, key in wanted:
        if key is not None and kind in _sources:
            keys.setdefault(kind, set()).add(key)
    return {
        (kind, key): said
        for kind, asked in keys.items()
        for key, said in _sources[kind](asked, user).items()
    }
