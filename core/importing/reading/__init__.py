"""A spreadsheet from outside as rows of text, or a sentence why not (U9).

`look` takes a file in: its size, what it is by its first bytes, what a workbook holds, without
unpacking anything. `read` gives its rows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.importing.reading import text, workbook
from core.sentences import filled

LARGEST = 10 * 1024 * 1024  # bytes of the file
MOST_ROWS = 100_000
MOST_COLUMNS = 100

# What people choose by mistake, and how to say so.
_OTHERS = (
    b"%PDF",
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"RIFF",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table", b"{\\rtf")
_FORMULA_SIGNS = "=+-@＝＋－＠"

Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True)
class Received:
    """A file that may be read: its name, its bytes, and how it is written.

    Its repr tells two contents apart and repeats neither, for the digest of a one-time key.
    """

    name: str
    sha256: str
    format: str
    encoding: str
    data: bytes = field(repr=False)
    unpacked: int = field(default=0, repr=False)


def look(upload: "File[Any]") -> Received:
    """The upload as it may be read later. Raises DomainError with what to do about it."""
    if (upload.size or 0) > LARGEST:
        raise DomainError(
            filled(
                _("The file is larger than %(most)d MB. Split it and import the parts."),
                most=LARGEST // 1024 // 1024,
            )
        )
    data = upload.read()
    name = (upload.name or "").replace("\\", "/").rsplit("/", 1)[-1].replace("\x00", "")[-120:]
    digest = sha256(data).hexdigest()
    _refuse_others(data)
    if workbook.is_one(data):
        return Received(name, digest, "xlsx", "", data, workbook.look_inside(data))
    return Received(name, digest, "csv", text.encoding_of(data), data, len(data))


def _refuse_others(data: bytes) -> None:
    workbook.refuse_old(data)
    start = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if data.startswith(_OTHERS) or start.startswith(_MARKUP):
        raise DomainError(_("This is no table. Open it, save it as XLSX or CSV, and import that."))


def read(received: Received) -> tuple[str, Rows]:
    """The name of the sheet and its rows that say anything, as text, each with its number.

    The rows come while the file is read, and so does a refusal.
    """
    if received.format == "xlsx":
        name, rows = workbook.rows(received.data)
        return name, _text_rows(rows)
    return "", _text_rows(text.rows(received.data, received.encoding))


def _text_rows(rows: Iterable[tuple[int, list[Any]]]) -> Rows:
    found = 0
    for number, cells in rows:
        texts = [] if cells.count(None) == len(cells) else [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise DomainError(
                filled(
                    _(
                        "The file has more than %(most)d columns. Take out those that are not "
                        "needed."
                    ),
                    most=MOST_COLUMNS,
                )
            )
        if texts:
            found += 1
            yield number, texts
        # Blank rows count as well: a lying row number would make us walk a million of them.
        if found > MOST_ROWS + 10 or number > 2 * MOST_ROWS:
            raise too_many_rows()


def too_many_rows() -> DomainError:
    """More than one import takes."""
    return DomainError(
        filled(
            _("The file has more than %(most)s rows. Split it and import the parts."),
            most=f"{MOST_ROWS:,}",
        )
    )


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
    return _unescaped(str(cell).replace("\x00", "").strip())


def _unescaped(words: str) -> str:
    """What a spreadsheet was kept from running: '+86… as our own lists write it, ="0123"."""
    if words.startswith("'") and words[1:2] and words[1:2] in _FORMULA_SIGNS:
        return words[1:]
    if words.startswith('="') and words.endswith('"') and words.count('"') == 2:
        return words[2:-1]
    return words
