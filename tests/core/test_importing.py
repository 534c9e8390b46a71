"""U9: headings understood, every bad row named, all good rows or none, stopped, undone, once."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone

from accounts.models import Team, User
from core import commands
from core.errors import DomainError
from core.files import attachments_of
from core.importing import amount, day, whole, yes
from core.importing.chores import sweep_imports
from core.importing.columns import guess
from core.importing.files import rejected
from core.importing.progress import Progress, ask_stop, at_work, progress_of
from core.importing.reading import look
from core.importing.services import (
    Origin,
    import_confirm,
    import_discard,
    import_map,
    import_stop,
    import_upload,
    shared,
    work_waiting,
)
from core.models import ImportBatch, ImportFile, ImportRow
from core.sentences import read
from core.uploads import check
from tests.conftest import make_user
from tests.core.import_kinds import GOOD, KIND, MIXED, ORIGIN, csv, upload, xlsx
from tests.house.extras import picture

# --- understanding ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "mapping"),
    [
        (["Name", "Area"], {"name": 0, "area": 1}),
        (["区域", "组名*"], {"name": 1, "area": 0}),
        ([" ＮＡＭＥ： ", "?"], {"name": 0}),
        (["Name", "Name"], {"name": 0}),
        (["组名（必填）", "人数(人)"], {"name": 0, "people": 1}),
    ],
)
def test_u9_headings_are_understood(head: list[str], mapping: dict[str, int]) -> None:
    assert guess(KIND.columns, head) == mapping


@pytest.mark.parametrize(
    "text", ["2008-05-15", "2008/5/15", "2008.5.15", "2008年5月15日", "2008-05-15 00:00:00"]
)
def test_u9_a_date_is_read_as_people_write_it(text: str) -> None:
    assert day(text) == date(2008, 5, 15)


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (day, "2008-13-40"),
        (day, "soon"),
        (day, "39583"),
        (whole, "4.5"),
        (whole, "many"),
        (amount, "abc"),
        (amount, "1e5"),
        (yes, "perhaps"),
    ],
)
def test_u9_what_is_not_what_it_should_be_is_refused(
    parse: Callable[[str], Any], text: str
) -> None:
    with pytest.raises(DomainError):
        parse(text)


def test_u9_every_bad_row_is_named_with_its_reason(manager: User) -> None:
    batch = upload(MIXED, manager)
    assert (batch.state, batch.rows_total, batch.rows_bad, batch.created) == ("checked", 6, 4, 2)
    reasons = {row.number: [name for name, _ in row.errors] for row in batch.rows.filter(bad=True)}
    assert reasons == {3: ["name"], 4: ["area"], 5: ["people", "since"], 6: [""]}
    assert "row 2" in read(batch.rows.get(number=6).errors[0][1])
    assert not Team.objects.exists()


def test_u9_a_formula_in_a_cell_is_a_bad_row(manager: User) -> None:
    batch = upload("Name\n=1+1\n", manager)
    assert "formula" in read(batch.rows.get(bad=True).errors[0][1])


def test_u9_a_title_above_the_headings_is_recognised_and_another_row_can_be_chosen(
    manager: User,
) -> None:
    batch = upload("Our teams 2008\n\n" + GOOD, manager)
    assert (batch.head_row, batch.rows_total, batch.rows_bad) == (3, 2, 0)
    batch = import_map(batch_id=batch.pk, mapping={}, head_row=1, by=manager)
    assert (batch.head, batch.rows_total, batch.rows_bad) == (["Our teams 2008"], 3, 3)
    batch = import_map(batch_id=batch.pk, mapping={}, head_row=3, by=manager)
    assert (batch.rows_total, batch.rows_bad) == (2, 0)


def test_u9_a_missing_column_can_be_named_and_is_remembered(manager: User, project: Any) -> None:
    strange = "Title,Where\nNorth,Licheng\n"
    batch = upload(strange, manager)
    assert batch.rows_bad == 1
    batch = import_map(batch_id=batch.pk, mapping={"name": 0, "area": 1}, by=manager)
    assert batch.rows_bad == 0
    assert upload(strange, manager).mapping == {"name": 0, "area": 1}
    assert upload(strange, make_user("manager2", "manager", project)).rows_bad == 1


@pytest.mark.parametrize("text", ["", "\n\n,,\n"])
def test_u9_an_empty_file_is_refused(manager: User, text: str) -> None:
    with pytest.raises(DomainError, match="empty"):
        upload(text, manager)


def test_u9_headings_alone_are_refused(manager: User) -> None:
    with pytest.raises(DomainError, match="no row below"):
        upload("Name,Area\n", manager)


# --- where people's data comes from ---------------------------------------------------------


def photo() -> Any:
    return check(picture(), pdf=True)


@pytest.mark.parametrize(
    ("origin", "field"),
    [
        (Origin("", "Ours"), "source_kind"),
        (Origin("nonsense", "Ours"), "source_kind"),
        (Origin("own", " "), "source"),
        (Origin("bought", "A dealer", consent=False), "source_kind"),
        (Origin("bought", "A dealer", consent=True), "proof"),
    ],
)
def test_l1_without_a_lawful_source_nothing_is_kept(
    manager: User, origin: Origin, field: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        import_upload(kind="test_teams", received=look(csv(GOOD)), origin=origin, by=manager)
    assert refusal.value.field == field
    assert not ImportBatch.objects.exists()


def test_l1_a_bought_list_comes_with_its_proof(manager: User) -> None:
    origin = Origin("bought", "A dealer", consent=True, proof=photo())
    batch = import_upload(kind="test_teams", received=look(csv(GOOD)), origin=origin, by=manager)
    assert attachments_of(batch).count() == 1


def test_u9_who_may_not_import_is_refused(ann: User) -> None:
    with pytest.raises(DomainError):
        upload(GOOD, ann)


# --- writing ------------------------------------------------------------------------------


def confirm(batch: ImportBatch, by: User, leave_out: bool = False) -> ImportBatch:
    return import_confirm(batch_id=batch.pk, leave_out=leave_out, by=by)


def test_u9_good_rows_are_written_once_and_twice_is_as_good(manager: User) -> None:
    first = confirm(upload(GOOD, manager), manager)
    assert (first.state, first.created, first.updated, first.unchanged) == ("done", 2, 0, 0)
    with pytest.raises(DomainError):
        confirm(first, manager)
    again = upload(GOOD.replace("Fengze", "Luojiang"), manager)
    assert again.rows.get(outcome="updated").changes == [["area", "Fengze", "Luojiang"]]
    again = confirm(again, manager)
    assert (again.created, again.updated, again.unchanged) == (0, 1, 1)
    assert Team.objects.count() == 2


def test_u9_what_was_not_shown_is_not_written(manager: User) -> None:
    first, second = upload(GOOD, manager), upload(GOOD, manager)
    confirm(first, manager)
    with pytest.raises(DomainError, match="changed after the check"):
        confirm(second, manager)
    second = import_map(batch_id=second.pk, mapping=second.mapping, by=manager)
    assert confirm(second, manager).unchanged == 2


def test_u9_bad_rows_are_left_out_only_when_told(manager: User) -> None:
    batch = upload(MIXED, manager)
    with pytest.raises(DomainError) as refusal:
        confirm(batch, manager)
    assert refusal.value.field == "leave_out"
    assert confirm(batch, manager, leave_out=True).created == 2
    assert set(Team.objects.values_list("name", flat=True)) == {"北组", "西组"}


def test_u9_all_or_nothing(manager: User, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = upload(GOOD, manager)
    monkeypatch.setattr(KIND, "fails_at", "South")
    with pytest.raises(DomainError, match="The team cannot be written"):
        commands.execute(import_confirm, by=manager, batch_id=batch.pk, leave_out=False)
    assert not Team.objects.exists()
    batch.refresh_from_db()
    assert batch.state == "checked"


# --- in the background ----------------------------------------------------------------------


@pytest.fixture
def long_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anything counts as a long file, which the worker reads and writes."""
    monkeypatch.setattr(shared, "AT_ONCE", 0)
    monkeypatch.setattr(shared, "AT_ONCE_BYTES", 0)


@pytest.fixture
def waiting(manager: User, long_file: None) -> ImportBatch:
    """Read, confirmed, not written yet."""
    batch = upload(GOOD, manager)
    assert (batch.state, batch.rows_total, ImportFile.objects.count()) == ("reading", 0, 1)
    assert work_waiting() == 1
    batch.refresh_from_db()
    assert (batch.state, batch.created, ImportFile.objects.count()) == ("checked", 2, 0)
    return confirm(batch, manager)


def test_u9_a_long_file_is_read_and_written_by_the_worker(waiting: ImportBatch) -> None:
    assert (waiting.state, Team.objects.count()) == ("confirmed", 0)
    assert work_waiting() == 1
    assert work_waiting() == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.created) == ("done", 2)


def test_u9_a_long_file_that_cannot_be_read_says_why(manager: User, long_file: None) -> None:
    batch = upload("Name\n" + "x\n" * 100_012, manager)
    assert work_waiting() == 1
    batch.refresh_from_db()
    assert (batch.state, ImportFile.objects.count()) == ("refused", 0)
    assert "100,000 rows" in batch.failed_because


def test_u9_a_worker_that_fails_writes_nothing_and_says_why(
    waiting: ImportBatch, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KIND, "fails_at", "South")
    assert work_waiting() == 1
    waiting.refresh_from_db()
    assert (waiting.state, Team.objects.count()) == ("failed", 0)
    assert "cannot be written" in waiting.failed_because
    monkeypatch.setattr(KIND, "fails_at", "")
    confirm(waiting, manager)
    assert work_waiting() == 1
    assert Team.objects.count() == 2


def test_u9_a_fault_in_the_worker_is_not_tried_for_ever(
    waiting: ImportBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KIND, "write", lambda *args, **kwargs: 1 / 0)
    assert work_waiting() == 1
    assert work_waiting() == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.changes.count()) == ("failed", 0)


def test_u9_what_nobody_has_in_hand_is_stopped_at_once(waiting: ImportBatch, manager: User) -> None:
    assert import_stop(batch_id=waiting.pk, by=manager).state == "checked"
    assert (work_waiting(), Team.objects.count()) == (0, 0)
    with pytest.raises(DomainError, match="Nothing is under way"):
        import_stop(batch_id=waiting.pk, by=manager)


def test_u9_a_file_that_is_being_read_is_stopped_by_throwing_it_away(
    manager: User, long_file: None
) -> None:
    batch = import_stop(batch_id=upload(GOOD, manager).pk, by=manager)
    assert (batch.state, ImportFile.objects.count()) == ("discarded", 0)


@pytest.mark.django_db(transaction=True)
def test_u9_a_worker_tells_how_far_it_is_and_stops_when_asked(
    waiting: ImportBatch, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Progress] = []

    def ask() -> None:
        ask_stop(waiting.pk)
        connections.close_all()

    def look_on() -> None:
        seen.append(progress_of(waiting.pk))
        from_elsewhere = Thread(target=ask)  # who asks is not inside the worker's transaction
        from_elsewhere.start()
        from_elsewhere.join()

    monkeypatch.setattr(KIND, "held", look_on)
    assert work_waiting() == 1
    assert (seen[0].phase, seen[0].done, seen[0].total) == ("writing", 0, 2)
    waiting.refresh_from_db()
    assert (waiting.state, Team.objects.count()) == ("checked", 0)
    assert "stopped" in waiting.failed_because
    monkeypatch.setattr(KIND, "held", None)
    confirm(waiting, manager)
    assert (work_waiting(), Team.objects.count()) == (1, 2)


def test_u9_what_one_has_in_hand_no_other_takes(waiting: ImportBatch) -> None:
    with at_work(waiting.pk) as desk:
        assert desk is not None
        assert work_waiting() == 0
    assert work_waiting() == 1


# --- what is left ---------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_u9_rejected_rows_come_in_the_encoding_they_went_in(manager: User, encoding: str) -> None:
    received = look(csv(MIXED, encoding))
    batch = import_upload(kind="test_teams", received=received, origin=ORIGIN, by=manager)
    file, name = rejected(batch)
    text = file.read().decode("utf-8-sig" if encoding == "utf-8" else encoding)
    assert name == "teams-rejected.csv"
    assert text.splitlines()[0] == "组名,区域,人数,Since,Why not"
    assert text.splitlines()[2].startswith("南组,Nowhere,3,,There is no such area.")


def test_u9_rejected_rows_of_a_workbook_are_a_workbook(manager: User) -> None:
    sent = SimpleUploadedFile("teams.xlsx", xlsx(("Name",), ("+1",), ("North",), ("North",)))
    received = look(sent)
    batch = import_upload(kind="test_teams", received=received, origin=ORIGIN, by=manager)
    file, name = rejected(batch)
    assert name == "teams-rejected.xlsx"
    again = look(SimpleUploadedFile(name, file.read()))
    batch = import_upload(kind="test_teams", received=again, origin=ORIGIN, by=manager)
    assert (batch.rows_total, batch.rows_bad) == (1, 0)


def test_u9_a_discarded_file_keeps_no_rows(manager: User) -> None:
    batch = import_discard(batch_id=upload(GOOD, manager).pk, by=manager)
    assert batch.state == "discarded"
    assert not ImportRow.objects.exists()


def test_l1_old_rows_are_thrown_away(manager: User) -> None:
    done, forgotten = confirm(upload(GOOD, manager), manager), upload("Name\nEast\n", manager)
    now = timezone.now()
    assert sweep_imports(now.date(), now) == 0
    assert sweep_imports(now.date(), now + timedelta(days=31)) == 5
    forgotten.refresh_from_db()
    assert (done.rows.count(), forgotten.rows.count(), forgotten.state) == (0, 0, "discarded")
