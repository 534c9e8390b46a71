"""Pages of the menu and actions: found by their names in the person's language, and as they sound.

An action is what one may create (core.quick), or a button of a list page that needs no record, such
as "Batch of vouchers": whoever may press it there finds it here, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import menu, quick, sound
from core.pages import Button, ListPage
from core.search.sources import Hit
from core.text import fold_width, simplify


@dataclass(frozen=True)
class _Action:
    label: str | Promise
    url_name: str
    icon: str
    abilities: tuple[str | None, ...]
    where: str | Promise


def page_hits(user: Any, text: str, most: int) -> list[Hit]:
    """The menu's pages."""
    hits = {
        reverse(item.url_name): Hit(
            str(item.label), reverse(item.url_name), str(item.group), item.icon
        )
        for item in menu.items_of(user)
        if called(str(item.label), text)
    }
    return list(hits.values())[:most]


def action_hits(user: Any, text: str, most: int) -> list[Hit]:
    """What one may create or do."""
    return [_hit(one) for one in actions_of(user) if called(str(one.label), text)][:most]


def first_actions(user: Any, most: int) -> list[Hit]:
    """What is offered before anything is typed."""
    return [_hit(one) for one in actions_of(user)][:most]


def actions_of(user: Any) -> Iterator[_Action]:
    """The actions whose abilities one holds, an address once."""
    seen: set[str] = set()
    for one in (*map(_creation, quick.items(user)), *_buttons()):
        held = all(ability is None or user.has_perm(ability) for ability in one.abilities)
        if held and one.url_name not in seen:
            seen.add(one.url_name)
            yield one


def called(label: str, text: str) -> bool:
    """Whether every word of `text` begins a word of the label, or is in it as it sounds."""
    folded, heard, letters = _spelled(label)
    return all(
        any(part.startswith(word) for part in folded.split())
        or (not word.isascii() and word in folded)
        or (heard and (heard.startswith(word) or letters.startswith(word)))
        for word in _folded(text).split()
    )


@lru_cache(maxsize=2000)
def _spelled(label: str) -> tuple[str, str, str]:
    """As it is written; its pinyin and initials where there is something to hear."""
    folded = _folded(label)
    if folded.isascii():
        return folded, "", ""
    return folded, sound.pinyin(label, person=False), sound.initials(label, person=False)


def _folded(text: str) -> str:
    return simplify(fold_width(text).lower())


def _creation(item: quick.QuickItem) -> _Action:
    return _Action(item.label, item.url_name, item.icon, (item.ability,), _("Create"))


def _hit(action: _Action) -> Hit:
    return Hit(str(action.label), reverse(action.url_name), str(action.where), action.icon)


@cache
def _buttons() -> tuple[_Action, ...]:
    """Those of the list pages; they do not change while a process lives."""
    return tuple(_walk(get_resolver().url_patterns))


def _walk(patterns: list[Any]) -> Iterator[_Action]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            page = getattr(pattern.callback, "view_class", None)
            if isinstance(page, type) and issubclass(page, ListPage) and _plain(pattern):
                yield from (_action(page, button) for button in page.buttons if _needs_no(button))


def _plain(pattern: URLPattern) -> bool:
    return not pattern.pattern.converters


def _needs_no(button: Button) -> bool:
    """Whether a button needs no record, and leads to a page."""
    return button.method == "get" and not (button.own or button.query)


def _action(page: type[ListPage], button: Button) -> _Action:
    abilities = (page.permission, button.ability)
    return _Action(button.label, button.url_name, button.icon or "dot", abilities, page.title)
