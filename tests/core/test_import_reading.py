"""U9: files are read whatever their encoding; what is not safe is refused with a sentence."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.errors import DomainError
from core.importing.reading import look, read
from tests.core.import_kinds import GOOD, MIXED, csv, xlsx

Rows = list[tuple[int, list[str]]]


def rows_of(upload: SimpleUploadedFile) -> Rows:
    return list(read(look(upload))[1])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_u9_chinese_is_read_in_every_encoding_met(encoding: str) -> None:
    rows = rows_of(csv(MIXED, encoding))
    assert rows[0] == (1, ["组名", "区域", "人数", "Since"])
    assert rows[1] == (2, ["北组", "鲤城", "4", "2008年5月15日"])


def test_u9_a_rare_character_is_read_from_gb18030() -> None:
    assert rows_of(csv("组名\n玥堃璟喆䶮\n", "gb18030"))[1] == (2, ["玥堃璟喆䶮"])


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_u9_any_usual_separator_will_do_below_a_title(sign: str) -> None:
    rows = rows_of(csv("Our teams\n" + GOOD.replace(",", sign)))
    assert rows[1] == (2, ["Name", "Area", "People"])


def test_u9_a_workbook_is_read_as_people_see_it() -> None:
    data = xlsx(
        ("Name", "People", "Since", "Moment"),
        ("North", 4.0, date(2008, 5, 15), datetime(2008, 5, 15, 8, 30)),  # noqa: DTZ001 - a sheet knows no zone
        (None, None, None, None),
        ("South", 4.5, None, None),
    )
    assert rows_of(SimpleUploadedFile("teams.xlsx", data))[1:] == [
        (2, ["North", "4", "2008-05-15", "2008-05-15 08:30"]),
        (4, ["South", "4.5"]),
    ]


@pytest.mark.parametrize(
    ("cell", "text"), [("'+8613800138000", "+8613800138000"), ('="0012"', "0012"), ("'s", "'s")]
)
def test_u9_what_was_escaped_for_a_spreadsheet_is_read_as_meant(cell: str, text: str) -> None:
    assert rows_of(csv(f'Name\n"{cell.replace(chr(34), chr(34) * 2)}"\n'))[1] == (2, [text])


def test_u9_the_first_sheet_one_sees_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    book.create_sheet("名单").append(("Name",))
    out = io.BytesIO()
    book.save(out)
    name, rows = read(look(SimpleUploadedFile("teams.xlsx", out.getvalue())))
    assert (name, list(rows)) == ("名单", [(1, ["Name"])])


def test_u9_a_formula_counts_with_its_result() -> None:
    data = packed(**{"xl/worksheets/sheet1.xml": sheet('<c r="A2"><f>1+1</f><v>2</v></c>')})
    assert rows_of(SimpleUploadedFile("teams.xlsx", data))[1] == (2, ["2"])


def packed(given: bytes = b"", **members: bytes) -> bytes:
    """A workbook with members put in or over."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(given or xlsx(("Name",), ("North",)))) as first,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in first.namelist():
            if name not in members:
                made.writestr(name, first.read(name))
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def sheet(second: str, first: str = "", row: int = 2) -> bytes:
    """A sheet's XML with one heading and one row."""
    return (
        f'<?xml version="1.0"?>{first}<worksheet xmlns="http://schemas.openxmlformats.org/'
        'spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Name</t>'
        f'</is></c></row><row r="{row}">{second}</row></sheetData></worksheet>'
    ).encode()


def with_sheets(count: int) -> bytes:
    book = openpyxl.Workbook()
    for number in range(count):
        book.create_sheet(f"s{number}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FIRST = "xl/worksheets/sheet1.xml"
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY e "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
INLINE = '<c r="A2" t="inlineStr"><is><t>&e;</t></is></c>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACRO_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    b'PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main'
    b'+xml"/></Types>'
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(packed(**{"xl/vbaProject.bin": b"x"}), "macros", id="macros"),
        pytest.param(packed(**{"[Content_Types].xml": MACRO_TYPES}), "macros", id="xlsm"),
        pytest.param(packed(**{"xl/media/big.bin": b"0" * 20_000_000}), "not safe", id="bomb"),
        pytest.param(
            packed(**{f"xl/media/{n}": b"" for n in range(1_200)}), "not safe", id="members"
        ),
        pytest.param(packed(**{FIRST: sheet(INLINE, XXE)}), "not safe", id="xxe"),
        pytest.param(packed(**{FIRST: sheet(INLINE, LAUGHS)}), "not safe", id="laughs"),
        pytest.param(
            packed(**{FIRST: sheet('<c r="A1048576"><v>1</v></c>', row=1_048_576)}),
            "more than 100,000 rows",
            id="far row",
        ),
        pytest.param(packed(**{FIRST: b"<worksheet"}), "damaged", id="broken"),
        pytest.param(packed()[:-100], "damaged", id="cut off"),
        pytest.param(b"PK\x03\x04 and nothing", "damaged", id="no zip"),
        pytest.param(
            packed(**{FIRST: sheet('<c r="A2"><f>1+1</f></c>')}), "Row 2 holds a formula", id="f"
        ),
        pytest.param(with_sheets(20), "more than 20 sheets", id="sheets"),
        pytest.param(xlsx(("x",) * 101, (1,)), "more than 100 columns", id="wide workbook"),
        pytest.param(b"x," * 100 + b"x\n", "more than 100 columns", id="wide"),
        pytest.param(OLE + b"old", "old Excel", id="xls"),
        pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), "password", id="locked"),
        pytest.param(b"\xff\xd8\xff\xe0\x00\x10JFIF", "no table", id="photo"),
        pytest.param(b"%PDF-1.7", "no table", id="pdf"),
        pytest.param(b"  <html><table>", "no table", id="html called xls"),
        pytest.param(b"Name\n\x81\n", "cannot be read", id="encoding"),
        pytest.param(b"Na\x00me\n", "cannot be read", id="nul"),
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB", id="large"),
        pytest.param(b"x\n" * 100_012, "more than 100,000 rows", id="rows"),
    ],
)
def test_u9_what_cannot_be_read_safely_is_refused_with_a_reason(data: bytes, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        rows_of(SimpleUploadedFile("teams.xlsx", data))


def test_u9_a_zip_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(DomainError, match="not an Excel workbook"):
        look(SimpleUploadedFile("teams.xlsx", out.getvalue()))
