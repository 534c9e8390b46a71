"""Query counts as a committed baseline: any change fails with the statements printed.

RECORD_QUERY_COUNTS=1 writes what was counted; the change is then seen in the diff.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

BASELINE = Path(__file__).parent.parent / "query_counts.json"


@contextmanager
def counted(name: str) -> Iterator[None]:
    """Compare the number of queries inside with the committed one."""
    with CaptureQueriesContext(connection) as captured:
        yield
    # PostgreSQL and SQLite differ in savepoints and settings, never in reads.
    statements = [
        query["sql"] for query in captured if query["sql"].startswith(("SELECT", "INSERT"))
    ]
    committed = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    if os.environ.get("RECORD_QUERY_COUNTS"):
        committed[name] = len(statements)
        BASELINE.write_text(json.dumps(committed, indent=1, sort_keys=True) + "\n")
        return
    assert committed.get(name) == len(statements), "\n".join([name, *statements])
