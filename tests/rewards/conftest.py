"""The scene most tests of rewards begin with."""

import pytest

from accounts.models import Project, User
from tests.rewards.factories import Cast, Scene
from tests.rewards.factories import scene as make_scene


@pytest.fixture
def cast(project: Project, ann: User, fin1: User, fin2: User, manager: User) -> Cast:
    return Cast(project, ann, fin1, fin2)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """A chamber of commerce with its key person."""
    return make_scene(cast)
