"""The demonstration as the world of the house tests: entered once, taken back at the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.house import extras
from tests.house.subjects import Pair, subjects
from tests.seeded import seeded


@dataclass(frozen=True)
class World:
    """Everybody's session by user name, and what addresses may name by kind."""

    sessions: dict[str, str]
    subjects: dict[str, Pair]


@pytest.fixture
def _own_folders() -> None:
    """The house's tests share the world's folders."""


@pytest.fixture(scope="package")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """What `seed_demo` enters and `extras` adds."""
    with seeded(django_db_blocker, tmp_path_factory.mktemp("world")):
        extras.make(_people())
        everybody = _people()
        sessions = {name: _session(user) for name, user in everybody.items()}
        yield World(sessions, subjects(everybody))


def _people() -> dict[str, User]:
    return {user.username: user for user in User.objects.all()}


def _session(user: User) -> str:
    client = Client()
    client.force_login(user, backend="accounts.backends.AbilityBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def people(world: World, db: None) -> dict[str, User]:
    """Everybody by user name."""
    return _people()


@pytest.fixture
def found(world: World, db: None) -> dict[str, Pair]:
    """What addresses may name, by kind."""
    return world.subjects


class Browsers:
    """`browsers("ann")` is a browser in which ann is signed in, `browsers("")` nobody."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __call__(self, username: str) -> Client:
        client = Client(raise_request_exception=False)
        if username:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.world.sessions[username]
        return client


@pytest.fixture
def browsers(world: World, db: None) -> Browsers:
    """Browsers of everybody, signed in once for all tests."""
    return Browsers(world)
