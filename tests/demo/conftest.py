"""The demonstration alone, as a newcomer finds it."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import User
from tests.seeded import seeded


@pytest.fixture
def _own_folders() -> None:
    """These tests share the demonstration's folders."""


@pytest.fixture(scope="package")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Entered once for all tests of this folder."""
    with seeded(django_db_blocker, tmp_path_factory.mktemp("demo")):
        yield


@pytest.fixture
def people(demo: None, db: None) -> dict[str, User]:
    """Everybody by user name."""
    return {user.username: user for user in User.objects.all()}
