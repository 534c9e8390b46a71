"""Projects and teams: where people work."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import Project, Team, User
from core import audit


@transaction.atomic
def project_add(*, facts: Mapping[str, Any], by: User) -> Project:
    """A new development; `facts` are the model's fields."""
    project = Project(**facts)
    project.full_clean()
    project.save(force_insert=True)
    audit.record("accounts.project.added", project, by=by, code=project.code)
    return project


@transaction.atomic
def team_add(*, project_id: int, name: str, area: str, by: User) -> Team:
    """A new team of a project."""
    team = Team(project_id=project_id, name=name, area=area)
    team.full_clean()
    team.save(force_insert=True)
    audit.record("accounts.team.added", team, by=by)
    return team
