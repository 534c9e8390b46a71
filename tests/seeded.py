"""The demonstration, entered once for many tests and rolled back after."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.test.utils import override_settings


@contextmanager
def seeded(django_db_blocker: Any, folder: Path) -> Iterator[None]:
    """What `seed_demo` enters, inside a transaction that is never committed."""
    outer: Any = transaction.atomic()
    outer._from_testcase = True  # as TestCase marks its own, so that durable blocks may open
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder / "media", AUDIT_DIR=folder / "audit"),
        outer,
    ):
        try:
            call_command("seed_demo", verbosity=0)
            yield
        finally:
            transaction.set_rollback(True)
