"""The navigation as data: apps register items, a user sees those their abilities allow."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class MenuItem:
    """`ability` None shows it to everybody signed in; `bottom` puts it into the telephone's bar."""

    label: str | Promise
    url_name: str
    icon: str
    ability: str | None = None
    order: int = 100
    bottom: bool = False
    big: bool = False
    group: str | Promise = ""


@dataclass(frozen=True)
class ShownItem:
    """A menu item for one request."""

    label: str | Promise
    url: str
    icon: str
    active: bool
    big: bool
    group: str | Promise


_items: list[MenuItem] = []
_sources: list[Callable[[HttpRequest], list[ShownItem]]] = []


def register_source(source: Callable[[HttpRequest], list[ShownItem]]) -> None:
    """Add a function that gives a person's own items, drawn last; it must ask no table."""
    if source not in _sources:
        _sources.append(source)


def register(item: MenuItem) -> None:
    """Add an item; called from AppConfig.ready()."""
    if item not in _items:
        _items.append(item)


@cache
def _address(url_name: str) -> str:
    """Addresses do not change while a process lives, and the menu asks for twenty of them."""
    return reverse(url_name)


def _may(user: Any, item: MenuItem) -> bool:
    return item.ability is None or bool(user.has_perm(item.ability))


def items_of(user: Any) -> list[MenuItem]:
    """What `user` may open, in order."""
    return sorted((item for item in _items if _may(user, item)), key=lambda item: item.order)


def shown(request: HttpRequest, *, bottom: bool = False) -> list[ShownItem]:
    """The items this user may open, in order; the longest matching address is the active one."""
    items = [
        (item, _address(item.url_name))
        for item in sorted(_items, key=lambda item: item.order)
        if item.bottom == bottom
        if _may(request.user, item)
    ]
    home = _address("today")  # every address begins with it
    here = max(
        (url for _, url in items if request.path.startswith(url) and url != home),
        key=len,
        default=home if request.path == home else "",
    )
    own = [] if bottom else [item for source in _sources for item in source(request)]
    if any(item.active for item in own):
        here = ""
    known = [
        ShownItem(item.label, url, item.icon, url == here, item.big, item.group)
        for item, url in items
    ]
    return [*known, *own]
