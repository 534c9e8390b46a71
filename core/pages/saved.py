"""Saved views of a list, as the list page knows them: whose they are, accounts knows.

A view is an address: the list's with its filters, order and way of showing. So it never shows more
than whoever opens it may see, and what is changed afterwards stands in the address as well.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from django.http import QueryDict

# What belongs to a view beside the list's filters.
KEPT = ("q", "sort", "as", "by")


@dataclass(frozen=True)
class View:
    """One view as the menu draws it; `query` is what was saved, `mine`: one may change it."""

    key: int
    name: str
    query: str
    url: str
    team: str = ""
    mine: bool = False
    default: bool = False


class Source(Protocol):
    """Who keeps the views."""

    def first(self, user: Any, list_name: str) -> str:
        """The address of the user's default view of a list, or nothing; asks no table."""

    def views(self, user: Any, list_name: str) -> list[View]:
        """The user's own views and those of their teams."""


_sources: list[Source] = []


def register(source: Source) -> None:
    """Called once from AppConfig.ready()."""
    _sources[:] = [source]


def first(user: Any, list_name: str) -> str:
    """Where the bare address of a list leads, if somewhere else."""
    return next((url for source in _sources if (url := source.first(user, list_name))), "")


def views(user: Any, list_name: str) -> list[View]:
    """The views somebody may choose from."""
    return [view for source in _sources for view in source.views(user, list_name)]


def current(user: Any, list_name: str, asked: str) -> View | None:
    """The view named in the address; None for none and for somebody else's."""
    if not asked.isdecimal():
        return None
    return next((one for one in views(user, list_name) if str(one.key) == asked), None)


def kept(params: QueryDict, known: set[str]) -> str:
    """What of an address makes a view: known filters with a value, in a fixed order."""
    rest = QueryDict(mutable=True)
    for name in sorted(params):
        values = [value for value in params.getlist(name) if value]
        if values and (name in KEPT or name in known):
            rest.setlist(name, values)
    return rest.urlencode()
