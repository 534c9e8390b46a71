"""U9: an import is taken back whole; what was built upon or changed since stays and is named."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Team, User
from core.errors import DomainError
from core.importing.chores import sweep_imports
from core.importing.services import import_undo, work_waiting
from core.models import ImportBatch, ImportChange
from tests.core.import_kinds import GOOD, join, upload
from tests.core.test_importing import confirm, long_file, waiting

__all__ = ["long_file", "waiting"]


@pytest.fixture
def imported(manager: User) -> ImportBatch:
    """One team made, one changed."""
    confirm(upload("Name,Area\nSouth,Old\n", manager), manager)
    return confirm(upload(GOOD, manager), manager)


def undo(batch: ImportBatch, by: User, leave_out: bool = False) -> ImportBatch:
    return import_undo(batch_id=batch.pk, leave_out=leave_out, by=by)


def test_u9_an_import_is_undone_whole(imported: ImportBatch, manager: User) -> None:
    assert undo(imported, manager).state == "undone"
    assert list(Team.objects.values_list("name", "area")) == [("South", "Old")]
    with pytest.raises(DomainError):
        undo(imported, manager)


def test_u9_what_was_built_upon_or_changed_since_stays_and_is_named(
    imported: ImportBatch, manager: User, planner: User
) -> None:
    join(planner, Team.objects.get(name="North"))
    confirm(upload("Name,Area\nEast,Far\n", manager), manager)
    Team.objects.filter(name="South").update(area="Elsewhere")
    with pytest.raises(DomainError, match="cannot be undone"):
        undo(imported, manager)
    with pytest.raises(DomainError, match="Nothing of this import"):
        undo(imported, manager, leave_out=True)
    Team.objects.filter(name="South").update(area="Fengze")
    undone = undo(imported, manager, leave_out=True)
    assert undone.failed_because.startswith("1 record")
    assert dict(Team.objects.values_list("name", "area")) == {
        "North": "Licheng",
        "South": "Old",
        "East": "Far",
    }


def test_u9_after_its_days_an_import_stays(imported: ImportBatch, manager: User) -> None:
    ImportBatch.objects.update(undo_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(DomainError, match="days"):
        undo(imported, manager)
    now = timezone.now()
    sweep_imports(now.date(), now)
    assert not ImportChange.objects.exclude(was={}, now={}).exists()


def test_u9_a_long_undoing_is_the_workers(
    waiting: ImportBatch, manager: User, long_file: None
) -> None:
    work_waiting()
    assert undo(waiting, manager).state == "undoing"
    assert work_waiting() == 1
    waiting.refresh_from_db()
    assert (waiting.state, Team.objects.count()) == ("undone", 0)
