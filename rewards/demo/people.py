"""The project, its teams and one person for each role."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from accounts.models import Project, Team, User
from accounts.services.memberships import membership_start
from accounts.services.own import password_set
from accounts.services.people import person_add
from accounts.services.projects import project_add, team_add
from core.commands import execute
from rewards.demo import plan


@dataclass(frozen=True)
class Cast:
    """Who and where, for the steps that follow."""

    project: Project
    teams: tuple[Team, ...]
    people: Mapping[str, User]


def seed_people() -> Cast:
    """Everybody of the demonstration; the administrator enters the others."""
    admin = _administrator()
    project = _project(admin)
    teams = tuple(_team(project, name, area, admin) for name, area in plan.TEAMS)
    for username, name, role, number, leads in plan.PEOPLE:
        if not User.objects.filter(username=username).exists():
            _enter((username, name, role), teams[number - 1] if number else None, leads, admin)
    return Cast(project, teams, {user.username: user for user in User.objects.all()})


def _administrator() -> User:
    """The first user comes from nobody, as with `createsuperuser`."""
    admin = User.objects.filter(username="admin").first()
    return admin or User.objects.create_superuser("admin", settings.DEMO_PASSWORD, name="安管理")


def _project(admin: User) -> Project:
    project = Project.objects.filter(code=plan.PROJECT["code"]).first()
    if project is None:
        project = execute(project_add, facts=plan.PROJECT, by=admin)
        admin.projects.add(project)
    return project


def _team(project: Project, name: str, area: str, admin: User) -> Team:
    team = project.teams.filter(name=name).first()
    return team or execute(team_add, project_id=project.pk, name=name, area=area, by=admin)


def _enter(who: tuple[str, str, str], team: Team | None, leads: bool, admin: User) -> None:
    username, name, role = who
    projects = Project.objects.filter(code=plan.PROJECT["code"])
    user = execute(person_add, username=username, name=name, role=role, projects=projects, by=admin)
    execute(password_set, password=settings.DEMO_PASSWORD, by=user)
    if team is not None:
        execute(
            membership_start,
            user_id=user.pk,
            team_id=team.pk,
            starts_on=plan.SINCE,
            leader=leads,
            by=admin,
        )
