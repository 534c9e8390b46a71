"""U9: files read whatever their encoding, every bad row named, all good rows or none."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Team, User
from core import commands
from core.errors import DomainError
from core.importing import Column, ImportKind, Outcome, amount, day, register, services, whole
from core.importing.chores import sweep_imports
from core.importing.kinds import guess
from core.importing.reading import read
from core.importing.services import (
    import_confirm,
    import_discard,
    import_map,
    import_upload,
    work_confirmed,
)
from core.models import ImportBatch, ImportRow


class TeamImport(ImportKind):
    """Teams of one's project, found again by name."""

    name, label, ability = "test_teams", "Teams", "core.policy_edit"
    columns = (
        Column("name", "Name", required=True, aliases=("组名",)),
        Column("area", "Area", aliases=("区域",)),
        Column("people", "People", parse=whole, aliases=("人数",)),
        Column("since", "Since", parse=day),
    )
    needs_source = True
    fails_at = ""

    def check(self, values: dict[str, Any], *, by: Any) -> None:
        if values.get("area") == "Nowhere":
            raise DomainError("There is no such area.", field="area")

    def key(self, values: dict[str, Any]) -> str:
        return str(values["name"])

    def write(self, values: dict[str, Any], *, by: Any, source: str) -> Outcome:
        if values["name"] == self.fails_at:
            raise DomainError("The team cannot be written.")
        area = values.get("area", "")
        team, made = Team.objects.get_or_create(
            project_id=min(by.project_ids), name=values["name"], defaults={"area": area}
        )
        if made or team.area == area:
            return Outcome.CREATED if made else Outcome.UNCHANGED
        Team.objects.filter(pk=team.pk).update(area=area)
        return Outcome.UPDATED


KIND = TeamImport()
register(KIND)

GOOD = "Name,Area,People\nNorth,Licheng,4\nSouth,Fengze,5\n"
MIXED = (
    "组名,区域,人数,Since\n"
    "北组,鲤城,4,2008年5月15日\n"
    ",丰泽,5,\n"
    "南组,Nowhere,3,\n"
    "东组,,many,2008-13-40\n"
    "北组,,,\n"
    "西组,洛江,1,2008/6/1\n"
)


def csv(text: str, encoding: str = "utf-8", name: str = "teams.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(encoding))


def xlsx(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(text: str, by: User) -> ImportBatch:
    return import_upload(
        kind="test_teams", sheet=read(csv(text)), source="The teams' own list", by=by
    )


# --- reading ------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_chinese_is_read_in_every_encoding_met(encoding: str) -> None:
    sheet = read(csv(MIXED, encoding))
    assert sheet.head == ["组名", "区域", "人数", "Since"]
    assert sheet.rows[0] == (2, ["北组", "鲤城", "4", "2008年5月15日"])


def test_a_rare_character_is_read_from_gb18030() -> None:
    assert read(csv("组名\n玥堃璟喆䶮\n", "gb18030")).rows == [(2, ["玥堃璟喆䶮"])]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_any_usual_separator_will_do(sign: str) -> None:
    assert read(csv(GOOD.replace(",", sign))).head == ["Name", "Area", "People"]


def test_a_workbook_is_read_as_people_see_it() -> None:
    data = xlsx(
        ("Name", "People", "Since", "Moment"),
        ("North", 4.0, date(2008, 5, 15), datetime(2008, 5, 15, 8, 30)),  # noqa: DTZ001 - a sheet knows no zone
        (None, None, None, None),
        ("South", 4.5, None, None),
    )
    sheet = read(SimpleUploadedFile("teams.xlsx", data))
    assert sheet.rows == [
        (2, ["North", "4", "2008-05-15", "2008-05-15 08:30"]),
        (4, ["South", "4.5"]),
    ]


def packed(**members: bytes) -> bytes:
    """A workbook with members put in or over."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(("Name",), ("North",)))) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            if name not in members:
                made.writestr(name, given.read(name))
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


XXE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
    b'<row r="2"><c r="A2" t="inlineStr"><is><t>&e;</t></is></c></row>'
    b"</sheetData></worksheet>"
)
FAR_ROW = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
    b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    b"</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (packed(**{"xl/vbaProject.bin": b"x"}), "macros"),
        (packed(**{"xl/media/big.bin": b"0" * 20_000_000}), "not safe"),
        (packed(**{f"xl/media/{n}": b"" for n in range(1_200)}), "not safe"),
        (packed(**{"xl/worksheets/sheet1.xml": XXE}), "not safe"),
        (packed(**{"xl/worksheets/sheet1.xml": FAR_ROW}), "more than 100,000 rows"),
        (packed(**{"xl/worksheets/sheet1.xml": b"<worksheet"}), "damaged"),
        (packed()[:-100], "damaged"),
        (b"PK\x03\x04 and nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "cannot be read"),
        (b"Name\n\x81\n", "cannot be read"),
        (b"", "empty"),
        (b"\n\n,,\n", "empty"),
        (b"Name,Area\n", "nothing below"),
        (b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        (b"Name\n" + b"x\n" * 100_001, "more than 100,000 rows"),
    ],
)
def test_what_cannot_be_read_safely_is_refused_with_a_reason(data: bytes, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        read(SimpleUploadedFile("teams.xlsx", data))


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(DomainError, match="not an Excel workbook"):
        read(SimpleUploadedFile("teams.xlsx", out.getvalue()))


# --- understanding ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "mapping"),
    [
        (["Name", "Area"], {"name": 0, "area": 1}),
        (["区域", "组名*"], {"name": 1, "area": 0}),
        ([" ＮＡＭＥ： ", "?"], {"name": 0}),
        (["Name", "Name"], {"name": 0}),
    ],
)
def test_headings_are_understood(head: list[str], mapping: dict[str, int]) -> None:
    assert guess(KIND.columns, head) == mapping


@pytest.mark.parametrize(
    "text", ["2008-05-15", "2008/5/15", "2008.5.15", "2008年5月15日", "2008-05-15 00:00:00"]
)
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert day(text) == date(2008, 5, 15)


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (day, "2008-13-40"),
        (day, "soon"),
        (whole, "4.5"),
        (whole, "many"),
        (amount, "abc"),
        (amount, "1e5"),
    ],
)
def test_what_is_not_what_it_should_be_is_refused(parse: Callable[[str], Any], text: str) -> None:
    with pytest.raises(DomainError):
        parse(text)


def test_every_bad_row_is_named_with_its_reason(manager: User) -> None:
    batch = upload(MIXED, manager)
    assert (batch.rows_total, batch.rows_bad) == (6, 4)
    reasons = {row.number: [name for name, _ in row.errors] for row in batch.rows.filter(bad=True)}
    assert reasons == {3: ["name"], 4: ["area"], 5: ["people", "since"], 6: [""]}
    assert "row 2" in batch.rows.get(number=6).errors[0][1]
    assert not Team.objects.exists()


def test_a_missing_column_can_be_named(manager: User) -> None:
    batch = upload("Title,Where\nNorth,Licheng\n", manager)
    assert batch.rows_bad == 1
    batch = import_map(batch_id=batch.pk, mapping={"name": 0, "area": 1}, by=manager)
    assert batch.rows_bad == 0


def test_l1_without_a_source_nothing_is_kept(manager: User) -> None:
    with pytest.raises(DomainError) as refusal:
        import_upload(kind="test_teams", sheet=read(csv(GOOD)), source=" ", by=manager)
    assert refusal.value.field == "source"
    assert not ImportBatch.objects.exists()


def test_who_may_not_import_is_refused(ann: User) -> None:
    with pytest.raises(DomainError):
        upload(GOOD, ann)


# --- writing ------------------------------------------------------------------------------


def confirm(batch: ImportBatch, by: User, leave_out: bool = False) -> ImportBatch:
    return import_confirm(batch_id=batch.pk, leave_out=leave_out, by=by)


def test_good_rows_are_written_once_and_twice_is_as_good(manager: User) -> None:
    first = confirm(upload(GOOD, manager), manager)
    assert (first.state, first.created, first.updated, first.unchanged) == ("done", 2, 0, 0)
    with pytest.raises(DomainError):
        confirm(first, manager)
    again = confirm(upload(GOOD.replace("Fengze", "Luojiang"), manager), manager)
    assert (again.created, again.updated, again.unchanged) == (0, 1, 1)
    assert Team.objects.count() == 2


def test_bad_rows_are_left_out_only_when_told(manager: User) -> None:
    batch = upload(MIXED, manager)
    with pytest.raises(DomainError) as refusal:
        confirm(batch, manager)
    assert refusal.value.field == "leave_out"
    assert confirm(batch, manager, leave_out=True).created == 2
    assert set(Team.objects.values_list("name", flat=True)) == {"北组", "西组"}


def test_all_or_nothing(manager: User, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = upload(GOOD, manager)
    monkeypatch.setattr(KIND, "fails_at", "South")
    with pytest.raises(DomainError, match="Row 3: The team cannot be written"):
        commands.execute(import_confirm, by=manager, batch_id=batch.pk, leave_out=False)
    assert not Team.objects.exists()
    batch.refresh_from_db()
    assert batch.state == "checked"


@pytest.fixture
def long_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows count as a long file, which the worker writes."""
    monkeypatch.setattr(services, "AT_ONCE", 1)


def test_a_long_file_is_written_by_the_worker(manager: User, long_file: None) -> None:
    batch = confirm(upload(GOOD, manager), manager)
    assert batch.state == "confirmed"
    assert not Team.objects.exists()
    assert work_confirmed() == 1
    assert work_confirmed() == 0
    batch.refresh_from_db()
    assert (batch.state, batch.created) == ("done", 2)


def test_a_worker_that_fails_writes_nothing_and_says_why(
    manager: User, long_file: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = confirm(upload(GOOD, manager), manager)
    monkeypatch.setattr(KIND, "fails_at", "South")
    assert work_confirmed() == 1
    batch.refresh_from_db()
    assert (batch.state, Team.objects.count()) == ("failed", 0)
    assert "Row 3" in batch.failure
    monkeypatch.setattr(KIND, "fails_at", "")
    confirm(batch, manager)
    assert work_confirmed() == 1
    assert Team.objects.count() == 2


def test_a_fault_in_the_worker_is_not_tried_for_ever(
    manager: User, long_file: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(upload(GOOD, manager), manager)
    monkeypatch.setattr(KIND, "fails_at", None)
    monkeypatch.setattr(KIND, "write", lambda *args, **kwargs: 1 / 0)
    assert work_confirmed() == 1
    assert work_confirmed() == 0
    assert ImportBatch.objects.get().state == "failed"


def test_a_discarded_file_keeps_no_rows(manager: User) -> None:
    batch = import_discard(batch_id=upload(GOOD, manager).pk, by=manager)
    assert batch.state == "discarded"
    assert not ImportRow.objects.exists()


def test_l1_old_rows_are_thrown_away(manager: User) -> None:
    done, forgotten = confirm(upload(GOOD, manager), manager), upload(GOOD, manager)
    now = timezone.now()
    assert sweep_imports(now.date(), now) == 0
    assert sweep_imports(now.date(), now + timedelta(days=31)) == 4
    forgotten.refresh_from_db()
    assert (done.rows.count(), forgotten.rows.count(), forgotten.state) == (0, 0, "discarded")


@pytest.mark.races
def test_twenty_workers_write_a_file_once(race: Any, manager: User, long_file: None) -> None:
    batch = confirm(upload(GOOD, manager), manager)
    assert sum(race(20, work_confirmed)) == 1
    batch.refresh_from_db()
    assert (batch.state, batch.created) == ("done", 2)


@pytest.mark.races
def test_without_the_lock_it_is_written_often(race: Any, manager: User, long_file: None) -> None:
    batch = confirm(upload(GOOD, manager), manager)
    written: list[int] = []

    def careless() -> None:
        if ImportBatch.objects.get(pk=batch.pk).state == "confirmed":
            written.append(1)
            ImportBatch.objects.filter(pk=batch.pk).update(state="done")

    race(20, careless)
    assert len(written) > 1
