"""Lists as CSV and XLSX: what is seen on the page, with nothing in it that a spreadsheet would run.

The file is made whole, in a temporary file once it is large, before its first byte leaves: so the
audit record with the count stands first, and a fault in mid-list is an error page, not half a file.
Rows are read one by one and never all in memory.
"""

import csv
import io
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

Row = Sequence[object]

MOST_XLSX_ROWS = 1_048_575  # what a sheet holds below its head
IN_MEMORY = 5 * 1024 * 1024
_STARTS_FORMULA = frozenset("=+-@\t\r\n|%")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Sheet:
    """A head and rows of plain values: text, numbers, dates, booleans, None."""

    head: Sequence[object]
    rows: Iterable[Row]
    title: str = ""


def write(sheet: Sheet, out: IO[bytes], kind: str) -> int:
    """Write the list in the format asked for; returns the number of rows."""
    return write_csv(sheet, out) if kind == "csv" else write_xlsx(sheet, out)


def written(sheet: Sheet, kind: str) -> tuple[IO[bytes], int]:
    """A short list as a file in hand, and its number of rows; the response closes it."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    count = write(sheet, file, kind)
    file.seek(0)
    return file, count


def respond(file: IO[bytes], name: str, kind: str, day: date | None = None) -> FileResponse:
    """The written list as a download."""
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{safe_name(name)}-{day or timezone.localdate():%Y-%m-%d}.{kind}",
        content_type=TYPES[kind],
    )


def write_csv(sheet: Sheet, out: IO[bytes]) -> int:
    """Write UTF-8 with a BOM, so that Excel reads the Chinese; returns the number of rows."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([_text(value) for value in sheet.head])
    count = 0
    for row in sheet.rows:
        writer.writerow([_text(value) for value in row])
        count += 1
    text.detach()
    return count


def write_xlsx(sheet: Sheet, out: IO[bytes]) -> int:
    """Write a workbook, a further sheet whenever one is full; returns the number of rows."""
    book = Workbook(write_only=True)
    page, count = _page(book, sheet), 0
    for row in sheet.rows:
        if count and count % MOST_XLSX_ROWS == 0:
            page = _page(book, sheet)
        page.append([_cell(page, value) for value in row])
        count += 1
    book.save(out)
    return count


def escaped(text: str) -> str:
    """`text` with an apostrophe in front if a spreadsheet could take it for a formula.

    Looks behind leading blanks, and takes full-width ＝＋－＠ for what they mean.
    """
    start = text.lstrip(" \u3000\xa0\ufeff\u200b")[:1]
    if start and unicodedata.normalize("NFKC", start) in _STARTS_FORMULA:
        return f"'{text}"
    return text


def unescaped(text: str) -> str:
    """What `escaped` was given: a file of ours that comes back says the same."""
    inside = text.removeprefix("'")
    return inside if escaped(inside) == text else text


def safe_name(name: str) -> str:
    """A file name without anything a system or a header could stumble over."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-._")[:60] or "list"


def _text(value: object) -> Any:
    """A value for CSV: numbers as they are, dates ISO, everything else escaped text."""
    value = _plain(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def _page(book: Any, sheet: Sheet) -> Any:
    page = book.create_sheet(_sheet_title(sheet.title))
    page.append([_cell(page, value) for value in sheet.head])
    return page


def _cell(page: Any, value: object) -> Any:
    plain = _plain(value)
    cell = WriteOnlyCell(page, None if plain == "" else plain)
    if isinstance(plain, str):
        cell.data_type = "s"  # never "f", whatever it starts with
    elif isinstance(plain, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(plain, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(plain, Decimal):
        cell.number_format = "0.00"
    return cell


def _plain(value: object) -> Any:
    """None as "", truth in words, moments in local time, text escaped; numbers and dates stay."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, int | float | Decimal | date):
        return value
    return escaped(_NOT_IN_XML.sub("", str(value)))


def _sheet_title(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']+", " ", title).strip()[:31] or "1"
