"""XLSX, looked at before it is opened: members, how far it unpacks, macros, no entities."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from defusedxml.common import DefusedXmlException
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.sentences import filled

_MOST_MEMBERS = 1_000
_MOST_SHEETS = 20
_MOST_UNPACKED = 150 * 1024 * 1024
_MOST_RATIO = 100  # of unpacked to packed, once it is worth asking
_WORTH_ASKING = 5 * 1024 * 1024

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def is_one(data: bytes) -> bool:
    """Whether the bytes begin as a workbook does."""
    return data.startswith(_ZIP)


def refuse_old(data: bytes) -> None:
    """DomainError for the compound files of old: a password puts a workbook into one, too."""
    if not data.startswith(_COMPOUND):
        return
    if _ENCRYPTED in data:
        raise DomainError(
            _("This workbook is locked with a password. Save it without one and import that.")
        )
    raise DomainError(_("This is an old Excel file. Save it as XLSX or CSV and import that."))


def look_inside(data: bytes) -> int:
    """Refuse what is no plain workbook before anything in it is unpacked; its unpacked size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = [member.filename.lower() for member in members]
            if "xl/workbook.xml" in names and not _bomb(members):
                _refuse_macros(archive, names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise _damaged() from None
    if "xl/workbook.xml" not in names:
        raise DomainError(_("This is not an Excel workbook. Save it as XLSX or CSV."))
    if len(members) > _MOST_MEMBERS or len(set(names)) != len(names) or _bomb(members):
        raise _unsafe()
    return sum(member.file_size for member in members)


def _refuse_macros(archive: zipfile.ZipFile, names: list[str]) -> None:
    types = b""
    if "[content_types].xml" in names:
        types = archive.read(archive.infolist()[names.index("[content_types].xml")])
    named = any("vbaproject" in name or "macro" in name for name in names)
    if named or b"macroenabled" in types.lower():
        raise DomainError(_("This workbook holds macros. Save it as plain XLSX and import that."))


def _bomb(members: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    too_dense = unpacked > _WORTH_ASKING and unpacked / packed > _MOST_RATIO
    return unpacked > _MOST_UNPACKED or too_dense


def rows(data: bytes) -> tuple[str, Iterator[tuple[int, list[Any]]]]:
    """The name of the first visible sheet and its rows with their numbers."""
    if not openpyxl.DEFUSEDXML:
        raise ImproperlyConfigured("defusedxml is missing: workbooks would be read unsafely")
    look_inside(data)
    page = _page(data, values=True)
    lost = _formulas_without_value(data, page.title)
    return str(page.title), _cells(page, lost)


def _page(data: bytes, *, values: bool) -> Any:
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=values, keep_links=False
        )
        pages = [page for page in book.worksheets if page.sheet_state == "visible"]
        if not pages:
            raise ValueError("no sheet")
        pages[0].reset_dimensions()
    except Exception as error:  # openpyxl raises whatever a broken part makes it stumble over
        raise _why(error) from error
    if len(book.worksheets) > _MOST_SHEETS:
        raise DomainError(
            filled(
                _("The workbook has more than %(most)d sheets. Save the one to import by itself."),
                most=_MOST_SHEETS,
            )
        )
    return pages[0]


def _cells(page: Any, lost: set[tuple[int, int]]) -> Iterator[tuple[int, list[Any]]]:
    try:
        for number, row in enumerate(page.iter_rows(values_only=True), start=1):
            if lost and any((number, place) in lost for place in range(1, len(row) + 1)):
                raise DomainError(
                    filled(
                        _(
                            "Row %(row)d holds a formula without its result. Open the workbook, "
                            "save it again, and import that."
                        ),
                        row=number,
                    )
                )
            yield number, list(row)
    except DomainError:
        raise
    except Exception as error:
        raise _why(error) from error


def _formulas_without_value(data: bytes, title: str) -> set[tuple[int, int]]:
    """Where a program wrote a formula and never worked it out: its cell would read as empty."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = (name for name in archive.namelist() if name.startswith("xl/worksheets/"))
        if not any(_FORMULA.search(archive.read(name)) for name in sheets if name.endswith(".xml")):
            return set()
    try:
        return set(_without_value(data))
    except DomainError:
        raise
    except Exception as error:
        raise _why(error) from error


def _without_value(data: bytes) -> Iterator[tuple[int, int]]:
    worked_out = _page(data, values=True).iter_rows(values_only=True)
    written = _page(data, values=False).iter_rows(values_only=True)
    for number, (values, texts) in enumerate(zip(worked_out, written, strict=False), start=1):
        for place, (value, text) in enumerate(zip(values, texts, strict=False), start=1):
            if value is None and isinstance(text, str) and text.startswith("="):
                yield number, place


def _why(error: Exception) -> DomainError:
    hostile = isinstance(error, DefusedXmlException) or isinstance(
        error.__cause__, DefusedXmlException
    )
    return _unsafe() if hostile else _damaged()


def _damaged() -> DomainError:
    return DomainError(
        _("This workbook is damaged. Open it, save it again as XLSX, and import that.")
    )


def _unsafe() -> DomainError:
    return DomainError(
        _("This file is built in a way that is not safe to open. Save the rows as CSV instead.")
    )
