"""The cast (ann, bob, cai, lead, manager, fin1, fin2, law …) and what every test may use."""

import inspect
import re
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from django.test import Client, TransactionTestCase
from pytest_django import Settings

from accounts.models import Membership, Project, Team, User
from core.abilities import Role
from tests.triggers import empty

SINCE = date(2008, 5, 1)
ON_POSTGRESQL = "postgresql" in django_settings.DATABASES["default"]["ENGINE"]
LEFT_OUT = pytest.StashKey[int]()
LATER = "?part=timeline&later=1"  # what a record page fetches after it: boxes and timeline


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where rows cannot be locked, races are left out: by name in the count, not by a skip."""
    races = [item for item in items if item.get_closest_marker("races")]
    if races and not ON_POSTGRESQL:
        items[:] = [item for item in items if item not in races]
        config.hook.pytest_deselected(items=races)
        config.stash[LEFT_OUT] = len(races)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out and why."""
    left_out = terminalreporter.config.stash.get(LEFT_OUT, 0)
    if left_out:
        terminalreporter.write_line(
            f"{left_out} races left out: they need PostgreSQL, set DATABASE_URL.", yellow=True
        )


@pytest.fixture(scope="session", autouse=True)
def _empty_after_a_test_that_committed() -> Iterator[None]:
    """In the place of Django's flush, which append-only tables refuse."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty())
        yield


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each test has folders of its own, made when something is put into them."""
    base = tmp_path_factory.getbasetemp() / uuid.uuid4().hex
    settings.MEDIA_ROOT, settings.AUDIT_DIR = base / "media", base / "audit"


Race = Callable[[int, Callable[..., Any]], list[Any]]


@pytest.fixture
def race(transactional_db: None) -> Race:
    """`race(n, work)` lets n threads begin `work` at once; gives their results or exceptions.

    `work` is called with the thread's number, from 0, if it takes an argument. Each thread has a
    connection of its own. For tests marked `races`.
    """
    if connection.vendor != "postgresql":
        pytest.fail("Mark the test with `races`: without PostgreSQL there is nothing to race for.")

    def run(n: int, work: Callable[..., Any]) -> list[Any]:
        barrier = Barrier(n)
        numbered = bool(inspect.signature(work).parameters)

        def one(number: int) -> Any:
            try:
                barrier.wait(timeout=30)
                return work(number) if numbered else work()
            except Exception as error:
                return error
            finally:
                connections.close_all()

        with ThreadPoolExecutor(max_workers=n) as pool:
            return list(pool.map(one, range(n)))

    return run


@pytest.fixture
def project(db: None) -> Project:
    return Project.objects.create(name="Shangge", code="shangge")


@pytest.fixture
def team1(project: Project) -> Team:
    return Team.objects.create(project=project, name="Team 1", area="Licheng")


@pytest.fixture
def team2(project: Project) -> Team:
    return Team.objects.create(project=project, name="Team 2", area="Fengze")


def names(text: str, person: User) -> bool:
    """Whether a page names somebody; the same letters inside a form's token are no name."""
    return re.search(rf"\b{re.escape(person.name)}\b", text) is not None


def make_user(username: str, role: str, project: Project, team: Team | None = None) -> User:
    """One of the cast; `team` puts them into it since before everything."""
    user = User.objects.create_user(username, role=role, name=username.capitalize())
    user.projects.add(project)
    if team:
        Membership.objects.create(user=user, team=team, starts_on=SINCE, leader=role == Role.LEADER)
    return user


@pytest.fixture
def ann(project: Project, team1: Team) -> User:
    return make_user("ann", Role.SALES, project, team1)


@pytest.fixture
def bob(project: Project, team1: Team) -> User:
    return make_user("bob", Role.SALES, project, team1)


@pytest.fixture
def cai(project: Project, team2: Team) -> User:
    return make_user("cai", Role.SALES, project, team2)


@pytest.fixture
def lead(project: Project, team1: Team) -> User:
    return make_user("lead1", Role.LEADER, project, team1)


@pytest.fixture
def manager(project: Project) -> User:
    return make_user("manager", Role.MANAGER, project)


@pytest.fixture
def planner(project: Project) -> User:
    return make_user("planner", Role.PLANNER, project)


@pytest.fixture
def brand(project: Project) -> User:
    return make_user("brand", Role.BRAND, project)


@pytest.fixture
def director(project: Project) -> User:
    return make_user("director", Role.DIRECTOR, project)


@pytest.fixture
def headoffice(project: Project) -> User:
    return make_user("headoffice", Role.HEADOFFICE, project)


@pytest.fixture
def fin1(project: Project) -> User:
    return make_user("fin1", Role.FINANCE, project)


@pytest.fixture
def fin2(project: Project) -> User:
    return make_user("fin2", Role.FINANCE, project)


@pytest.fixture
def law(project: Project) -> User:
    return make_user("law", Role.COMPLIANCE, project)


@pytest.fixture
def admin(project: Project) -> User:
    return make_user("admin", Role.ADMINISTRATOR, project)


@pytest.fixture
def as_user() -> Callable[[Any], Client]:
    """`as_user(ann)` is a browser in which ann is signed in."""

    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user, backend="accounts.backends.AbilityBackend")
        return client

    return sign_in
