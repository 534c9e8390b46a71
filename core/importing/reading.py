"""A spreadsheet from outside as rows of text, or a sentence why not (U9).

CSV in UTF-8 (with or without a mark), UTF-16 with its mark, GBK or GB18030; XLSX looked at before
it is opened: size, members, how far it unpacks, macros, and no entities in its XML.
"""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import openpyxl
from defusedxml.common import DefusedXmlException
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import File
from django.utils.translation import gettext as _

from core.errors import DomainError

LARGEST = 10 * 1024 * 1024  # bytes of the file
MOST_ROWS = 100_000
MOST_COLUMNS = 100
_MOST_MEMBERS = 1_000
_MOST_UNPACKED = 150 * 1024 * 1024
_MOST_RATIO = 100  # of unpacked to packed, once it is worth asking
_WORTH_ASKING = 5 * 1024 * 1024

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Sheet:
    """A file that was read: its head and the rows below, each with its number in the file.

    Its repr tells two contents apart and repeats neither, for the digest of a one-time key.
    """

    name: str
    sha256: str
    head: list[str]
    rows: Rows = field(repr=False)


def read(upload: "File[Any]") -> Sheet:
    """The first sheet of the upload. Raises DomainError with what to do about it."""
    if (upload.size or 0) > LARGEST:
        raise DomainError(
            _("The file is larger than %(most)d MB. Split it and import the parts.")
            % {"most": LARGEST // 1024 // 1024}
        )
    data = upload.read()
    rows = _text_rows(_xlsx(data) if data.startswith(_ZIP) else _csv(data))
    if not rows:
        raise DomainError(_("The file is empty. It needs a first row that names the columns."))
    (_number, head), *rest = rows
    if not rest:
        raise DomainError(_("The file has a first row but nothing below it."))
    name = (upload.name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return Sheet(name[-120:], sha256(data).hexdigest(), head, rest)


def _text_rows(rows: Iterable[tuple[int, list[Any]]]) -> Rows:
    """The rows that say anything, as text; too many are refused."""
    found: Rows = []
    for number, cells in rows:
        blank = cells.count(None) == len(cells)
        texts = [] if blank else [_text(cell) for cell in cells[:MOST_COLUMNS]]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            found.append((number, texts))
        # Blank rows count as well: a lying row number would make us walk a million of them.
        if len(found) > MOST_ROWS + 1 or number > 2 * MOST_ROWS:
            raise DomainError(
                _("The file has more than %(most)s rows. Split it and import the parts.")
                % {"most": f"{MOST_ROWS:,}"}
            )
    return found


def _text(cell: Any) -> str:
    """A cell as a person would type it: 12 for 12.0, 2008-05-15 for a date."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        whole_day = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return f"{cell:%Y-%m-%d}" if whole_day else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).replace("\x00", "").strip()


# --- CSV ----------------------------------------------------------------------------------


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = decode(data)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        yield from enumerate(lines, start=1)
    except csv.Error:
        raise DomainError(
            _("The file cannot be read as CSV. Save it again as CSV or XLSX and try once more.")
        ) from None


def decode(data: bytes) -> str:
    """The text of a CSV file in one of the encodings met in China."""
    if data.startswith(_OLD_EXCEL):
        raise DomainError(_("This is an old Excel file. Save it as XLSX or CSV and import that."))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        encodings = []
    else:
        encodings = ["utf-8-sig", "gb18030"]  # which holds all of GBK and GB2312
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DomainError(
        _("The characters of this file cannot be read. Save it as CSV in UTF-8, or as XLSX.")
    )


def _delimiter(text: str) -> str:
    """What separates the columns: the commonest candidate of the first line."""
    first = text.lstrip().split("\n", 1)[0]
    return max(",;\t", key=first.count)


# --- XLSX ---------------------------------------------------------------------------------


def _xlsx(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    if not openpyxl.DEFUSEDXML:
        raise ImproperlyConfigured("defusedxml is missing: workbooks would be read unsafely")
    _look_inside(data)
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        page = book.worksheets[0]
        page.reset_dimensions()
        cells = page.iter_rows(values_only=True, max_col=MOST_COLUMNS)
        for number, row in enumerate(cells, start=1):
            yield number, list(row)
        book.close()
    except Exception as error:  # openpyxl raises whatever a broken part makes it stumble over
        hostile = isinstance(error.__cause__ or error, DefusedXmlException)
        raise (_unsafe() if hostile else _damaged()) from error


def _look_inside(data: bytes) -> None:
    """Refuse what is no plain workbook before anything in it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise _damaged() from None
    names = [member.filename.lower() for member in members]
    if any("vbaproject" in name or "macro" in name for name in names):
        raise DomainError(_("This workbook holds macros. Save it as plain XLSX and import that."))
    if "xl/workbook.xml" not in names:
        raise DomainError(_("This is not an Excel workbook. Save it as XLSX or CSV."))
    if len(members) > _MOST_MEMBERS or len(set(names)) != len(names) or _bomb(members):
        raise _unsafe()


def _bomb(members: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    too_dense = unpacked > _WORTH_ASKING and unpacked / packed > _MOST_RATIO
    return unpacked > _MOST_UNPACKED or too_dense


def _damaged() -> DomainError:
    return DomainError(
        _("This workbook is damaged. Open it, save it again as XLSX, and import that.")
    )


def _unsafe() -> DomainError:
    return DomainError(
        _("This file is built in a way that is not safe to open. Save the rows as CSV instead.")
    )
