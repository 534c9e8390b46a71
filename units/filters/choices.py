"""Whom one may choose from, by the projects of who asks."""

from typing import Any

from accounts.models import Team, User


def teams_of(request: Any) -> Any:
    """The teams of the person's projects."""
    return Team.objects.filter(project__in=request.user.project_ids)


def colleagues_of(request: Any) -> Any:
    """The people of the person's projects who follow something."""
    return User.objects.filter(projects__in=request.user.project_ids).distinct()
