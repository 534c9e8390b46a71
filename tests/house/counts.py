"""Query counts as a committed baseline: any change fails with the statements printed.

RECORD_QUERY_COUNTS=1 writes what was counted; the change is then seen in the diff.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

BASELINE = Path(__file__).parent.parent / "query_counts.json"


def reads(captured: Iterable[dict[str, str]]) -> list[str]:
    """The statements that count: the databases differ in savepoints, settings and cursors only."""
    counting = ("SELECT", "INSERT", "DECLARE")  # the last is how PostgreSQL reads in pieces
    return [query["sql"] for query in captured if query["sql"].lstrip("(").startswith(counting)]


def committed() -> dict[str, int]:
    """The baseline."""
    known: dict[str, int] = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    return known


@contextmanager
def counted(name: str) -> Iterator[None]:
    """Compare the number of queries inside with the committed one."""
    with CaptureQueriesContext(connection) as captured:
        yield
    statements = reads(captured)
    if os.environ.get("RECORD_QUERY_COUNTS"):
        known = {**committed(), name: len(statements)}
        BASELINE.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
        return
    assert committed().get(name) == len(statements), "\n".join([name, *statements])
