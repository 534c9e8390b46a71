"""Tables that only grow: words in them may be masked, nothing else may change (L1, L3)."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import Project, User
from core import states
from core.models import StateChange
from core.operations import MaskOnly, guarded_tables
from tests.triggers import lifted


class Paper:
    """Something with a state."""

    class _meta:
        label_lower = "tests.paper"

    pk, state = 7, "open"


@pytest.fixture
def change(ann: User, project: Project) -> StateChange:
    return states.note(Paper(), "", by=ann, why="Chen 100% moved_away!", at=timezone.now())


def refused(**changes: object) -> bool:
    try:
        with transaction.atomic():
            StateChange.objects.update(**changes)
    except DatabaseError as error:
        return "only grows" in str(error)
    return False


@pytest.mark.parametrize(
    "words",
    ["***", "*** 100% moved_away!", "Chen ***", "*** 100% ***", "Chen 100% moved_away!"],
)
def test_l1_a_person_can_be_masked_in_a_reason(change: StateChange, words: str) -> None:
    assert not refused(why=words)
    assert StateChange.objects.get().why == words


@pytest.mark.parametrize(
    "words", ["", "Wang 100% moved_away!", "*** 100% came back", "%", "*** 100x moved_away!"]
)
def test_l3_no_other_word_gets_in(change: StateChange, words: str) -> None:
    assert refused(why=words)


def test_l3_nothing_else_changes_and_nothing_goes(change: StateChange, bob: User) -> None:
    assert refused(by=bob)
    assert refused(why="***", to_state="closed")
    with pytest.raises(DatabaseError), transaction.atomic():
        StateChange.objects.all().delete()


def test_l3_twin_without_the_triggers_anything_goes(change: StateChange) -> None:
    with lifted():
        assert not refused(why="Wang")
    assert "core_statechange" in guarded_tables(connection)
    assert refused(why="Chen")


@pytest.mark.django_db
def test_l3_the_operation_can_be_taken_back() -> None:
    editor = connection.schema_editor(atomic=False)
    operation = MaskOnly("core_statechange", "why")
    operation.database_backwards("core", editor, None, None)
    assert "core_statechange" in guarded_tables(connection)
    operation.database_forwards("core", editor, None, None)
    assert "core_statechange" in guarded_tables(connection)
    assert "masked" in operation.describe()
