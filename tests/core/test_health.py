"""/health/: 200 once database and migrations are right, 503 otherwise, for everybody."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from core.views import health


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just started."""
    monkeypatch.setattr(health, "_migrated", {"known": False})


@pytest.mark.django_db
def test_all_is_well() -> None:
    answer = Client().get("/health/")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "applied"}
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_once_good_it_costs_one_query(django_assert_num_queries: object) -> None:
    Client().get("/health/")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert Client().get("/health/").status_code == 200


@pytest.mark.django_db
def test_a_missing_migration_is_503() -> None:
    recorder = MigrationRecorder(connection)
    if ("core", "0001_initial") not in recorder.applied_migrations():
        pytest.skip("this run was told to make the tables without migrations")
    newest = MigrationLoader(connection).graph.leaf_nodes("core")[0]
    recorder.record_unapplied(*newest)
    answer = Client().get("/health/")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "pending"


PROBE = """
import django; django.setup()
from django.test import Client
answer = Client().get("/health/")
print(answer.status_code, answer.content.decode())
"""


def test_a_database_that_does_not_answer_is_503() -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "ALLOWED_HOSTS": "testserver",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    status, _, text = done.stdout.partition(" ")
    assert status == "503"
    assert json.loads(text) == {
        "status": "unavailable",
        "database": "unreachable",
        "migrations": "unknown",
    }
