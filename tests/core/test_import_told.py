"""What a preview tells: reasons in the reader's language, rows like a record there is (U8, U9)."""

import pytest
from django.utils import translation

from accounts.models import Notification, Team, User
from core.errors import DomainError
from core.importing.files import rejected
from core.importing.services import (
    import_confirm,
    import_map,
    import_stop,
    import_undo,
    shared,
    work_waiting,
)
from core.models import AuditRecord, ImportBatch, ImportRow
from tests.core.import_kinds import GOOD, MIXED, join, upload

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


# --- why a whole file came to nothing ---------------------------------------------------------


@pytest.fixture
def long_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anything counts as a long file, which the worker reads and writes."""
    monkeypatch.setattr(shared, "AT_ONCE", 0)
    monkeypatch.setattr(shared, "AT_ONCE_BYTES", 0)


def as_read(batch: ImportBatch) -> list[str]:
    """Why it came to nothing, to a reader of English and to one of Chinese; once all is done."""
    batch.refresh_from_db()
    said = []
    for code in ("en", "zh-hans"):
        with translation.override(code):
            said.append(batch.failed_because)
    return said


def test_u9_why_a_file_cannot_be_read_is_told_in_the_readers_language(
    manager: User, long_file: None
) -> None:
    User.objects.filter(pk=manager.pk).update(language="zh-hans")
    batch = upload("Name\n" + "x\n" * 100_012, manager)
    work_waiting()
    english, chinese = as_read(batch)
    assert english == "The file has more than 100,000 rows. Split it and import the parts."
    assert "100,000" in chinese
    assert not chinese.isascii()


@pytest.fixture
def confirmed(manager: User, long_file: None) -> ImportBatch:
    """A file of two teams that waits for the worker."""
    User.objects.filter(pk=manager.pk).update(language="zh-hans")
    batch = upload(GOOD, manager)
    work_waiting()
    return confirm(batch, manager)


def test_u9_why_nothing_was_imported_is_told_in_the_readers_language(
    confirmed: ImportBatch, manager: User
) -> None:
    ImportRow.objects.filter(batch=confirmed, number=3).update(cells=["", "Fengze", "5"])
    work_waiting()
    assert as_read(confirmed) == [
        "Nothing was imported. Row 3: This must be filled in.",
        "未导入任何数据。第3行：此项必填。",
    ]
    told = Notification.objects.filter(user=manager, kind="import_finished").first()
    assert told is not None
    assert told.body == "未导入任何数据。第3行：此项必填。"


def test_u9_a_record_changed_meanwhile_is_told_in_the_readers_language(
    confirmed: ImportBatch, manager: User
) -> None:
    Team.objects.create(project_id=min(manager.project_ids), name="South")
    work_waiting()
    english, chinese = as_read(confirmed)
    assert english.startswith("Nothing was imported. Row 3: The record was changed after")
    assert chinese.startswith("未导入任何数据。第3行：")
    assert "The record" not in chinese


def test_u9_that_it_was_stopped_is_told_in_the_readers_language(
    confirmed: ImportBatch, manager: User
) -> None:
    with translation.override("zh-hans"):
        import_stop(batch_id=confirmed.pk, by=manager)
    english, chinese = as_read(confirmed)
    assert english == "You stopped it. Nothing was imported."
    assert not chinese.isascii()


def test_u9_what_stays_after_an_undo_is_told_in_the_readers_language(
    manager: User, planner: User
) -> None:
    batch = confirm(upload(GOOD, manager), manager)
    join(planner, Team.objects.get(name="North"))
    with translation.override("zh-hans"):
        import_undo(batch_id=batch.pk, leave_out=True, by=manager)
    assert as_read(batch)[0] == "1 record stays as it is."


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
