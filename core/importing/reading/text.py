"""CSV in UTF-8 (with or without a mark), UTF-16 with its mark, GBK or GB18030."""

import codecs
import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

_LOOKED_AT = 10  # lines that tell what separates the columns: the first may be a title


def encoding_of(data: bytes) -> str:
    """One of the encodings met in China; GB18030 holds all of GBK and GB2312."""
    if not data.strip():
        raise DomainError(_("The file is empty. It needs a row that names the columns."))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        encodings = []
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise DomainError(
        _("The characters of this file cannot be read. Save it as CSV in UTF-8, or as XLSX.")
    )


def rows(data: bytes, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers."""
    text = data.decode(encoding)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        yield from enumerate(lines, start=1)
    except csv.Error:
        raise DomainError(
            _("The file cannot be read as CSV. Save it again as CSV or XLSX and try once more.")
        ) from None


def _delimiter(text: str) -> str:
    """What separates the columns: the commonest candidate of the first lines."""
    first = "\n".join(text.lstrip()[:20_000].splitlines()[:_LOOKED_AT])
    return max(",;\t", key=first.count)
