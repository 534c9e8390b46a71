"""Which actions there are for which list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Action:
    """What is done to each ticked row: `service(**{row: key}, **form, by=user)`.

    The form is made with `user=…`, so that it offers only what this person may choose. `refuses`
    are sentences the service raises as DomainError; they stand beside the row afterwards.
    """

    name: str
    label: Text
    icon: str
    ability: str
    service: Callable[..., Any]
    row: str
    form_class: type[Any] = forms.Form
    help: Text = ""
    done: Text = ""


@dataclass(frozen=True)
class Bar:
    """The bar of a list: its actions, and where the number of all fitting rows is asked."""

    list_name: str
    actions: list[Action]
    count_url: str


_actions: dict[str, dict[str, Action]] = {}


def register(list_name: str, action: Action) -> None:
    """Offer an action on a list, by the name of the list's address; from AppConfig.ready()."""
    _actions.setdefault(list_name, {})[action.name] = action


def all_actions() -> list[tuple[str, Action]]:
    """Every (list, action), for the tests that try them."""
    return [(name, action) for name, known in _actions.items() for action in known.values()]


def actions_for(user: Any, list_name: str) -> list[Action]:
    """What this person may do to rows of the list."""
    known = _actions.get(list_name, {}).values()
    return [action for action in known if user.has_perm(action.ability)]


def action_named(list_name: str, name: str) -> Action:
    """The declared action; Http404 for one nobody declared."""
    try:
        return _actions[list_name][name]
    except KeyError:
        raise Http404 from None
