"""Every address of the house, found in the URL configuration itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# Django's own site has its own tests; ours look at who may open its door (tests/accounts).
FOREIGN = ("admin/",)
# Addresses that answer a GET with something else than a page: a file, a way on.
NO_PAGE = {
    "bulk_result",
    "campaign_week_paper",
    "export_file",
    "file_open",
    "request_file",
    "health",
    "import_example",
    "import_rejected",
    "inbox_open",
    "sign_in",
    "visit_submit",
}


@dataclass(frozen=True)
class Address:
    """A named URL, its view class and the names of its arguments."""

    name: str
    view: Any
    arguments: tuple[str, ...]


def addresses() -> list[Address]:
    """All of ours, by name."""
    return sorted(_walk(get_resolver().url_patterns), key=lambda address: address.name)


def _walk(patterns: list[Any]) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) not in FOREIGN:
                yield from _walk(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            arguments = tuple(pattern.pattern.regex.groupindex)
            yield Address(pattern.name or "", view, arguments)


def address_of(name: str, key: Any = None) -> str:
    """The address with this record in it; several arguments are a tuple, None is no argument."""
    keys = key if isinstance(key, tuple) else (key,)
    return reverse(name, args=[] if key is None else keys)


def list_pages() -> list[Address]:
    """The addresses of every ListPage."""
    from core.pages import ListPage

    return [
        address
        for address in addresses()
        if isinstance(address.view, type) and issubclass(address.view, ListPage)
    ]
