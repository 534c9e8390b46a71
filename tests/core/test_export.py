"""Exports: what is seen, nothing a spreadsheet would run, and on record (U9, L3)."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from core import export
from core.export import Sheet, escaped, unescaped, write_csv, write_xlsx

DANGEROUS = [
    "=HYPERLINK(1)",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "﹢1",
    "  =1",
    "\u3000=1",
    "\ufeff=1",
    "|calc",
    "%0A",
]
HARMLESS = ["泉州商会", "a=b", "", "1-2", "'quoted", "2008-05-15", "（=1）", "a\n=1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_u9_formulas_are_escaped(text: str) -> None:
    assert escaped(text) == f"'{text}"
    assert unescaped(f"'{text}") == text


@pytest.mark.parametrize("text", HARMLESS)
def test_u9_other_text_stays_as_it_is(text: str) -> None:
    assert escaped(text) == text
    assert unescaped(text) == text


ROW: list[object] = [
    "=1+1",
    -5,
    Decimal("-424496.80"),
    date(2008, 5, 15),
    datetime(2008, 5, 15, 0, 0, tzinfo=UTC),
    None,
    True,
    gettext_lazy("photo"),
    0.98,
    "a\x00b",
]


def as_csv(*rows: list[object]) -> list[list[str]]:
    out = io.BytesIO()
    assert write_csv(Sheet(["=Name"], rows), out) == len(rows)
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))


def as_xlsx(*rows: list[object], title: str = "Units") -> Any:
    out = io.BytesIO()
    assert write_xlsx(Sheet(["=Name"], rows, title), out) == len(rows)
    return load_workbook(io.BytesIO(out.getvalue()))


def test_u9_csv_keeps_numbers_numbers_and_dates_iso() -> None:
    head, row = as_csv(ROW)
    assert head == ["'=Name"]
    assert row == [
        "'=1+1",
        "-5",
        "-424496.80",
        "2008-05-15",
        "2008-05-15 08:00",
        "",
        "yes",
        "photo",
        "0.98",
        "ab",
    ]


def test_u9_xlsx_keeps_numbers_numbers_and_dates_dates() -> None:
    page = as_xlsx(ROW).active
    cells = next(page.iter_rows(min_row=2))
    assert [cell.value for cell in cells] == [
        "'=1+1",
        -5,
        -424496.8,
        datetime(2008, 5, 15),  # noqa: DTZ001 - a cell knows no zone
        datetime(2008, 5, 15, 8),  # noqa: DTZ001
        None,
        "yes",
        "photo",
        0.98,
        "ab",
    ]
    assert [cells[n].number_format for n in (2, 3, 4)] == [
        "0.00",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
    ]


@pytest.mark.parametrize("text", DANGEROUS)
def test_u9_xlsx_holds_no_live_formula(text: str) -> None:
    out = io.BytesIO()
    write_xlsx(Sheet([text], [[text]]), out)
    with zipfile.ZipFile(out) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_u9_a_full_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST_XLSX_ROWS", 2)
    book = as_xlsx([1], [2], [3], [4], [5])
    assert [[row[0].value for row in page.iter_rows()] for page in book] == [
        ["'=Name", 1, 2],
        ["'=Name", 3, 4],
        ["'=Name", 5],
    ]


@pytest.mark.parametrize("title", ["", "Units: 2008/05 [all]?", "x" * 99, "商会"])
def test_u9_any_title_makes_a_sheet(title: str) -> None:
    assert as_xlsx([1], title=title).active.title


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("units", "units"),
        ("../../etc/passwd", "etc-passwd"),
        ('a"b\r\nc', "a-b-c"),
        ("商会 2008", "商会-2008"),
        ("", "list"),
        ("...", "list"),
    ],
)
def test_file_names_are_safe(name: str, safe: str) -> None:
    assert export.safe_name(name) == safe


def ask(kind: str = "csv") -> Any:
    file, count = export.written(Sheet(["Name"], iter([["泉州商会"], ["=1"]]), "Units"), kind)
    assert count == 2
    return export.respond(file, "unit", kind)


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_u9_an_export_is_a_download(kind: str, content_type: str) -> None:
    answer = ask(kind)
    content = b"".join(answer.streaming_content)
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="unit-20')
    assert int(answer.headers["Content-Length"]) == len(content)
