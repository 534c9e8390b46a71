"""What the page of an import shows."""

from dataclasses import dataclass
from typing import Any

from core.importing.kinds import ImportKind
from core.models import ImportBatch, ImportRow

BAD_SHOWN = 100
GOOD_SHOWN = 5


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one row: where, what stands there, why not."""

    number: int
    column: str
    text: str
    reason: str


def preview(batch: ImportBatch, kind: ImportKind) -> dict[str, Any]:
    """The first bad rows with their reasons, and a few good ones as they were understood."""
    bad = batch.rows.filter(bad=True)[:BAD_SHOWN]
    good = batch.rows.filter(bad=False)[:GOOD_SHOWN]
    mapped = [column for column in kind.columns if column.name in batch.mapping]
    return {
        "faults": [fault for row in bad for fault in _faults(row, batch, kind)],
        "faults_left": max(batch.rows_bad - BAD_SHOWN, 0),
        "good_head": [column.label for column in mapped],
        "good_rows": [
            (row.number, [_cell(row, batch.mapping[column.name]) for column in mapped])
            for row in good
        ],
    }


def _faults(row: ImportRow, batch: ImportBatch, kind: ImportKind) -> list[Fault]:
    labels = {column.name: str(column.label) for column in kind.columns}
    return [
        Fault(row.number, labels.get(name, ""), _cell(row, batch.mapping.get(name)), reason)
        for name, reason in row.errors
    ]


def _cell(row: ImportRow, place: int | None) -> str:
    return str(row.cells[place]) if place is not None and place < len(row.cells) else ""
