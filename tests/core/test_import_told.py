"""What a preview tells: reasons in the reader's language, rows like a record there is (U8, U9)."""

import pytest
from django.utils import translation

from accounts.models import Team, User
from core.errors import DomainError
from core.importing.files import rejected
from core.importing.services import import_confirm, import_map
from core.models import AuditRecord, ImportBatch
from tests.core.import_kinds import MIXED, upload

pytestmark = pytest.mark.django_db


def confirm(batch: ImportBatch, by: User, leave_out: bool = False) -> ImportBatch:
    return import_confirm(batch_id=batch.pk, leave_out=leave_out, by=by)


def reasons(text: str, by: User, language: str) -> str:
    """What the file of rejected rows says in a language of a file checked in another."""
    with translation.override("zh-hans" if language == "en" else "en"):
        batch = upload(text, by)
    with translation.override(language):
        return str(rejected(batch)[0].read(), "utf-8-sig")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Why not", "This must be filled in.", "This is not a number.", "row 2 of this"]),
        ("zh-hans", ["原因", "此项必填。", "请填写数字。", "与文件第2行重复。"]),
    ],
)
def test_u9_reasons_are_in_the_readers_language_not_the_one_it_was_checked_in(
    manager: User, language: str, said: list[str]
) -> None:
    told = reasons(MIXED, manager, language)
    assert [words for words in said if words not in told] == []


def test_u9_a_missing_column_is_told_in_the_readers_language(manager: User) -> None:
    assert "文件中没有" in reasons("Area\nLicheng\n", manager, "zh-hans")


# --- rows that may mean a record there is ----------------------------------------------------


@pytest.fixture
def north(manager: User) -> Team:
    confirm(upload("Name,Area\nNorth,Licheng\n", manager), manager)
    return Team.objects.get()


ALIKE = "Name,Area\nNORTH,Licheng\nSouth,Fengze\n"


@pytest.mark.parametrize(
    ("choice", "names", "left"),
    [("leave", {"North", "South"}, 1), ("create", {"North", "NORTH", "South"}, 0)],
)
def test_u9_what_becomes_of_rows_like_a_record_says_the_importer(
    manager: User, north: Team, choice: str, names: set[str], left: int
) -> None:
    batch = upload(ALIKE, manager)
    assert (batch.rows_bad, batch.rows_alike, batch.created) == (0, 1, 2)
    done = import_confirm(batch_id=batch.pk, leave_out=False, alike=choice, by=manager)
    assert set(Team.objects.values_list("name", flat=True)) == names
    assert (done.created, done.rows_left) == (2 - left, left)
    audited = AuditRecord.objects.filter(action="core.import").latest("sequence")
    assert audited.data["left_out"] == left


def test_u9_nothing_is_guessed_of_rows_like_a_record(manager: User, north: Team) -> None:
    batch = upload(ALIKE, manager)
    with pytest.raises(DomainError) as refusal:
        confirm(batch, manager, leave_out=True)
    assert refusal.value.field == "alike"
    only = upload("Name\nNORTH\n", manager)
    with pytest.raises(DomainError, match="Then no row is left"):
        import_confirm(batch_id=only.pk, leave_out=False, alike="leave", by=manager)


def test_u9_what_is_changed_or_unchanged_is_like_nothing(manager: User, north: Team) -> None:
    assert upload("Name,Area\nNorth,Fengze\n", manager).rows_alike == 0


def test_u9_rows_like_a_record_are_a_file_too_in_the_readers_language(
    manager: User, north: Team
) -> None:
    batch = upload(ALIKE, manager)
    with translation.override("zh-hans"):
        lines = rejected(batch, alike=True)[0].read().decode("utf-8-sig").splitlines()
    assert lines[1:] == ["NORTH,Licheng,North: 拓展组"]


def test_u9_a_choice_of_before_does_not_outlive_a_new_check(manager: User, north: Team) -> None:
    batch = upload(ALIKE, manager)
    ImportBatch.objects.filter(pk=batch.pk).update(alike="leave")
    batch = import_map(batch_id=batch.pk, mapping=batch.mapping, by=manager)
    assert (batch.alike, batch.rows_alike) == ("", 1)
