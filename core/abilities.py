"""Named abilities: a flat list with label and help that an administrator can read.

An ability belongs to roles. Which rows it reaches is `visible_to`, never said here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class Role(StrEnum):
    """The roles of the house; accounts gives each its label."""

    SALES = "sales"
    LEADER = "leader"
    MANAGER = "manager"
    PLANNER = "planner"
    BRAND = "brand"
    DIRECTOR = "director"
    HEADOFFICE = "headoffice"
    FINANCE = "finance"
    COMPLIANCE = "compliance"
    ADMINISTRATOR = "administrator"


FIELD = frozenset({Role.SALES, Role.LEADER, Role.MANAGER})
EVERYBODY = frozenset(Role)


@dataclass(frozen=True)
class Ability:
    """`name` is "<app>.<noun>_<verb>"; `roles` hold it."""

    name: str
    label: str | Promise
    help: str | Promise
    roles: frozenset[str]


_abilities: dict[str, Ability] = {}


def register(name: str, label: str | Promise, help: str | Promise, roles: Iterable[str]) -> str:
    """Declare an ability; returns its name so that a module can keep it as a constant."""
    _abilities[name] = Ability(name, label, help, frozenset(roles))
    return name


def all_abilities() -> list[Ability]:
    """Every ability, by name."""
    return sorted(_abilities.values(), key=lambda ability: ability.name)


def holds(role: str, name: str) -> bool:
    """Whether `role` holds the ability. An unknown name is a programming error: KeyError."""
    return role in _abilities[name].roles


def known(name: str) -> bool:
    """Whether somebody declared the ability."""
    return name in _abilities
