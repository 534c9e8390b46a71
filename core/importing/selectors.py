"""What the pages of an import show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.importing.kinds import ImportKind
from core.importing.progress import progress_of
from core.importing.services.undoing import may_undo
from core.importing.states import BUSY, OPEN
from core.models import ImportBatch, ImportChange, ImportRow
from core.registry import TimelineEntry
from core.sentences import read
from core.text import listed

PAGE = 50
GOOD_SHOWN = 10


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one row: where, what stands there, why not."""

    number: int
    column: str
    text: str
    reason: str


def named(keys: set[int], user: Any) -> dict[int, tuple[str, str]]:
    """What facts call the imports they come from; only who uploaded one may open it."""
    mine = ImportBatch.objects.visible_to(user).filter(pk=OuterRef("pk"))
    found = ImportBatch.objects.filter(pk__in=keys).annotate(mine=Exists(mine)).only("file_name")
    return {
        batch.pk: (
            _("Import %(file)s") % {"file": batch.file_name},
            batch.get_absolute_url() if batch.mine else "",  # type: ignore[attr-defined]
        )
        for batch in found
    }


@dataclass(frozen=True)
class Pages:
    """Where one is in a long table; `param` is its name in the address."""

    number: int
    last: int
    param: str

    @property
    def previous(self) -> int:
        """0 where there is none."""
        return self.number - 1

    @property
    def next(self) -> int:
        """0 where there is none."""
        return self.number + 1 if self.number < self.last else 0


def standing(batch: ImportBatch, kind: ImportKind) -> dict[str, Any]:
    """The state card: counts, progress, what to do next."""
    busy = batch.state in BUSY
    return {
        "object": batch,
        "open": batch.state in OPEN,
        "busy": busy,
        "progress": progress_of(batch.pk) if busy else None,
        "may_undo": may_undo(batch, kind),
        "missing": _missing(batch, kind) if batch.state in OPEN else "",
    }


def _missing(batch: ImportBatch, kind: ImportKind) -> str:
    """What every row needs and no column of the file gives."""
    columns = (one for one in kind.columns if one.required and one.name not in batch.mapping)
    return listed(one.label for one in columns)


def preview(batch: ImportBatch, kind: ImportKind, asked: dict[str, str]) -> dict[str, Any]:
    """Bad rows with their reasons, changes of what there is, and a few new rows."""
    bad = _pages(batch.rows_bad, asked.get("bad", ""), "bad")
    alike = _pages(batch.rows_alike, asked.get("alike", ""), "alike")
    changed = _pages(batch.updated, asked.get("changed", ""), "changed")
    mapped = [column for column in kind.columns if column.name in batch.mapping]
    good = batch.rows.filter(outcome="created", alike=False)[:GOOD_SHOWN]
    rows = batch.rows.filter(bad=True)[_slice(bad)]
    return {
        "bad": bad,
        "faults": [fault for row in rows for fault in _faults(row, batch, kind)],
        "alike": alike,
        "likenesses": list(_likenesses(batch, kind, alike)) if _shows_alike(batch) else [],
        "changed": changed,
        "changes": list(_changes(batch, kind, changed)),
        "good_head": [column.label for column in mapped],
        "good_rows": [
            (row.number, [_cell(row, batch.mapping[column.name]) for column in mapped])
            for row in good
        ],
    }


def _pages(rows: int, asked: str, param: str) -> Pages:
    last = max(-(-rows // PAGE), 1)
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    return Pages(min(max(number, 1), last), last, param)


def pages_of(rows: QuerySet[Any], asked: str, param: str) -> tuple[Pages, list[Any]]:
    """One page of a long table and where it stands."""
    pages = _pages(rows.count(), asked, param)
    return pages, list(rows[_slice(pages)])


def _slice(pages: Pages) -> slice:
    return slice((pages.number - 1) * PAGE, pages.number * PAGE)


def _faults(row: ImportRow, batch: ImportBatch, kind: ImportKind) -> list[Fault]:
    labels = {column.name: str(column.label) for column in kind.columns}
    return [
        Fault(row.number, labels.get(name, ""), _cell(row, batch.mapping.get(name)), read(told))
        for name, told in row.errors
    ]


def _shows_alike(batch: ImportBatch) -> bool:
    """While somebody may still choose, and where they chose to leave such rows out."""
    return batch.rows_alike > 0 and (batch.state in OPEN or batch.rows_left > 0)


def _likenesses(batch: ImportBatch, kind: ImportKind, pages: Pages) -> Any:
    """(row, its key cell, what it is like, the way there) of rows that may mean a record."""
    first = batch.mapping.get(kind.columns[0].name)
    for row in batch.rows.filter(alike=True)[_slice(pages)]:
        yield row.number, _cell(row, first), read(row.hint["said"]), row.hint["url"]


def _changes(batch: ImportBatch, kind: ImportKind, pages: Pages) -> Any:
    """(row, its key cell, column, was, now) of records there are."""
    labels = {column.name: str(column.label) for column in kind.columns}
    first = batch.mapping.get(kind.columns[0].name)
    for row in batch.rows.filter(outcome="updated")[_slice(pages)]:
        for name, was, now in row.changes:
            yield row.number, _cell(row, first), labels.get(name, name), was, now


def _cell(row: ImportRow, place: int | None) -> str:
    return str(row.cells[place]) if place is not None and place < len(row.cells) else ""


def import_entries(
    subject: Model, user: Any, limit: int, before: Any = None
) -> list[TimelineEntry]:
    """The imports a record came with or was changed by, for its timeline (L1)."""
    found = ImportChange.objects.filter(
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        batch__finished_at__isnull=False,
    ).select_related("batch", "batch__created_by")
    if before is not None:
        found = found.filter(batch__finished_at__lt=before)
    return [
        TimelineEntry(
            at=change.batch.finished_at,  # type: ignore[arg-type]
            kind="imports",
            text=_("Came with an import") if change.made else _("Changed by an import"),
            by=str(change.batch.created_by),
            url=reverse("import_detail", args=[change.batch_id])
            if change.batch.created_by_id == user.pk
            else "",
            icon="upload",
            detail=_detail(change.batch),
        )
        for change in found.order_by("-batch__finished_at")[:limit]
    ]


def _detail(batch: ImportBatch) -> str:
    return " · ".join(filter(None, [batch.get_source_kind_display(), batch.source]))
