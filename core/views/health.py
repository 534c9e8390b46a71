"""Whether this process can work: the database answers and its tables are up to date."""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)

# Applied migrations do not become unapplied while a process lives: the good answer is kept.
_migrated = {"known": False}


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 once database and migrations are right, else 503; needs no sign-in, tells no secret."""
    try:
        _ask_database()
        migrated = _is_migrated()
    except DatabaseError as error:
        log.warning("health: the database does not answer: %s", error)
        return _answer(503, database="unreachable", migrations="unknown")
    if not migrated:
        return _answer(503, database="ok", migrations="pending")
    return _answer(200, database="ok", migrations="applied")


def _answer(status: int, **checks: str) -> JsonResponse:
    said = {"status": "ok" if status == 200 else "unavailable", **checks}
    return JsonResponse(said, status=status, headers={"Cache-Control": "no-store"})


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _is_migrated() -> bool:
    if not _migrated["known"]:
        executor = MigrationExecutor(connection)
        _migrated["known"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated["known"]
