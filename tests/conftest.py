"""The cast (ann, bob, cai, lead, manager, fin1, fin2, law …) and what every test may use."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import Membership, Project, Team, User
from core.abilities import Role

SINCE = date(2008, 5, 1)


@pytest.fixture
def project(db: None) -> Project:
    return Project.objects.create(name="Shangge", code="shangge")


@pytest.fixture
def team1(project: Project) -> Team:
    return Team.objects.create(project=project, name="Team 1", area="Licheng")


@pytest.fixture
def team2(project: Project) -> Team:
    return Team.objects.create(project=project, name="Team 2", area="Fengze")


def make_user(username: str, role: str, project: Project, team: Team | None = None) -> User:
    """One of the cast; `team` puts them into it since before everything."""
    user = User.objects.create_user(username, role=role, name=username.capitalize())
    user.projects.add(project)
    if team:
        Membership.objects.create(
            user=user, team=team, starts_on=SINCE, leader=role == Role.LEADER
        )
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
