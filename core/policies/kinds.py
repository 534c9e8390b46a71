"""Which policies there are: frozen dataclasses that apps declare with their 2008 numbers."""

from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from typing import Any, TypeVar

from django.http import Http404
from django.utils.functional import Promise

from core.policies.values import slots

Class = TypeVar("Class", bound=type)


class Policy:
    """What a policy's dataclass may build on, so that types know of `policy_id`.

    `policy_id` is the row the values come from, None for the class's own defaults: a result stores
    it beside the figures it used. `check` may refuse values that do not fit together.
    """

    policy_id: int | None = None

    def check(self) -> None:
        """DomainError, with the field's name, when the values contradict each other."""


@dataclass(frozen=True)
class Kind:
    """One policy: its name in rows and addresses, its label, its dataclass."""

    name: str
    label: str | Promise
    cls: type[Any]


_kinds: dict[str, Kind] = {}
KIND_ATTRIBUTE = "policy_kind"
ROW_ATTRIBUTE = "policy_id"


def policy(name: str, label: str | Promise) -> Callable[[Class], Class]:
    """Declare a frozen dataclass as a policy.

    Each field carries `metadata={"label": …, "help": …}` and may name `min`, `max`, `unit` and
    `choices`; each has a default. A class that breaks this fails at import: TypeError.
    """

    def declare(cls: Class) -> Class:
        if not is_dataclass(cls):
            raise TypeError(f"{cls.__name__} is no dataclass")
        slots(cls)
        cls()  # every field has a default
        setattr(cls, KIND_ATTRIBUTE, name)
        if not hasattr(cls, ROW_ATTRIBUTE):
            setattr(cls, ROW_ATTRIBUTE, None)
        _kinds[name] = Kind(name, label, cls)
        return cls

    return declare


def all_kinds() -> list[Kind]:
    """Every policy, by label."""
    return sorted(_kinds.values(), key=lambda kind: str(kind.label))


def kind_named(name: str) -> Kind:
    """The policy of this name; Http404 for a name nobody declared."""
    if name not in _kinds:
        raise Http404
    return _kinds[name]


def name_of(cls: type[Any]) -> str:
    """The name under which `cls` was declared."""
    name: str = getattr(cls, KIND_ATTRIBUTE)
    return name
