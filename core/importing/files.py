"""The files an import hands out: an example of its kind, and the rows that were rejected."""

import csv
import io
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from core.export import Sheet, escaped, safe_name, write_csv, write_xlsx
from core.importing.kinds import ImportKind
from core.models import ImportBatch
from core.sentences import read

TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_IN_MEMORY = 5 * 1024 * 1024


def example(kind: ImportKind, form: str) -> tuple[IO[Any], str]:
    """Headings and two rows, as somebody would fill them in; with the file's name."""
    rows = [
        [column.examples[place] if place < len(column.examples) else "" for column in kind.columns]
        for place in range(2)
    ]
    sheet = Sheet([str(column.label) for column in kind.columns], rows, str(kind.label))
    out = io.BytesIO()
    (write_csv if form == "csv" else write_xlsx)(sheet, out)
    out.seek(0)
    name = safe_name(f"{kind.name}-{_('example')}")
    return out, f"{name}.{form}"


def rejected(batch: ImportBatch, *, alike: bool = False) -> tuple[IO[Any], str]:
    """The bad rows under their own headings with the reason behind, written as the file was.

    With `alike` those that may mean a record there is.
    """
    out: Any = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the response closes it
    width = len(batch.head)
    head = [*batch.head, _("Why not")]
    if batch.format == "xlsx":
        write_xlsx(Sheet(head, _rows(batch, width, alike), batch.sheet), out)
    else:
        _write_csv(batch, [head, *_rows(batch, width, alike)], out)
    out.seek(0)
    stem = safe_name(batch.file_name.rsplit(".", 1)[0])
    name = _("alike") if alike else _("rejected")
    return out, f"{stem}-{name}.{batch.format}"


def _rows(batch: ImportBatch, width: int, alike: bool) -> Iterator[list[str]]:
    rows = batch.rows.filter(alike=True) if alike else batch.rows.filter(bad=True)
    for row in rows.iterator(chunk_size=1000):
        said = [row.hint["said"]] if alike else [why for _name, why in row.errors]
        reasons = " ".join(map(read, said))
        yield [*row.cells[:width], *[""] * (width - len(row.cells)), reasons]


def _write_csv(batch: ImportBatch, rows: list[list[str]], out: IO[bytes]) -> None:
    """In the encoding it came in, so that the program it came from reads it again."""
    encoding = "utf-8-sig" if batch.encoding.startswith("utf-8") else batch.encoding or "utf-8-sig"
    text = io.TextIOWrapper(out, encoding=encoding, newline="", write_through=True)
    csv.writer(text).writerows([escaped(cell) for cell in row] for row in rows)
    text.detach()
