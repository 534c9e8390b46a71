"""A record's timeline page by page (V7): as quick at the thousandth entry as at the first.

A page goes on from a moment, not from a number of entries: every source looks the next ones up by
its index, whatever lies above. Pages are cut between two moments, so that of several things that
happened at one instant none is lost and none comes twice.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localdate

from core import registry
from core.registry import TimelineEntry

SIZE = 50
SMALL, MANY = 2, 4  # so many small changes, so many of one kind and day, are folded

Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True)
class Run:
    """Neighbours drawn together: one after the other, or folded behind a line that opens.

    `label` names what many of a kind are; small changes of several kinds have none.
    """

    entries: list[TimelineEntry]
    folded: bool
    label: str | Promise = ""


class _Dated(Protocol):
    @property
    def at(self) -> datetime:
        """When it happened."""


Entry = TypeVar("Entry", bound=_Dated)


@dataclass(frozen=True)
class Page(Generic[Entry]):
    """Entries, newest first, and the moment before which the older ones lie; None: no older."""

    entries: list[Entry]
    older: datetime | None

    @property
    def address(self) -> str:
        """`older` as it stands in an address."""
        return f"{self.older.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}" if self.older else ""


def page_of(
    subject: Model,
    user: Any,
    *,
    kind: str = "",
    before: datetime | None = None,
    size: int = SIZE,
) -> Page[TimelineEntry]:
    """At most `size` entries; more only where one moment holds more than that."""

    def newest(limit: int) -> list[TimelineEntry]:
        return registry.timeline(subject, user, kind=kind, limit=limit, before=before)

    return cut(newest, size)


def cut(newest: Callable[[int], list[Entry]], size: int) -> Page[Entry]:
    """A page of what `newest(limit)` gives, its end between two moments."""
    found = newest(size + 1)
    if len(found) <= size:
        return Page(found, None)
    whole = [entry for entry in found if entry.at > found[-1].at]
    return Page(whole, whole[-1].at) if whole else cut(newest, size * 2)


def before_of(text: str) -> datetime | None:
    """The moment an address names; ValueError for what is none."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 1900 < moment.year < 3000:
        raise ValueError(text)
    return moment


def older_than(rows: Rows, field: str, before: datetime | None) -> Rows:
    """The rows of a source before a moment, newest first."""
    if before is not None:
        rows = rows.filter(**{f"{field}__lt": before})
    return rows.order_by(f"-{field}", "-pk")


def opening(rows: Rows, user: Any, through: str = "") -> Rows:
    """With `opens`: whether the page of the row, or of its `through`, opens for who looks.

    A record may have gone to another team since; its history stays, its link leads nowhere.
    """
    model: Any = rows.model._meta.get_field(through).related_model if through else rows.model
    key = f"{through}_id" if through else "pk"
    return rows.annotate(opens=Exists(model.objects.visible_to(user).filter(pk=OuterRef(key))))


def runs(entries: Iterable[TimelineEntry], labels: Mapping[str, str | Promise]) -> list[Run]:
    """Neighbours that belong together as runs that open: small changes, two or more of them, and
    many of one kind on one day, such as the contracts of a group.

    `labels` are the names of the kinds; without them nothing is folded.
    """
    if not labels:
        return [Run(list(entries), False)]
    return [_run(kind, list(group), labels) for (kind, _), group in groupby(entries, _belongs)]


def _belongs(entry: TimelineEntry) -> tuple[str, date | None]:
    return ("", None) if entry.minor else (entry.kind, localdate(entry.at))


def _run(kind: str, entries: list[TimelineEntry], labels: Mapping[str, str | Promise]) -> Run:
    return Run(entries, len(entries) >= (MANY if kind else SMALL), labels.get(kind, ""))
