"""A timeline page by page: nothing lost, nothing twice, small changes folded (V7)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from core import registry, timeline
from core.registry import TimelineEntry, TimelineSource

JUNE = datetime(2008, 6, 1, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _only_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_timeline", {})


def entry(minutes: int, text: str = "", *, minor: bool = False) -> TimelineEntry:
    return TimelineEntry(JUNE + timedelta(minutes=minutes), "a", text or str(minutes), minor=minor)


def source(entries: Sequence[TimelineEntry]) -> TimelineSource:
    """Answers as a table with an index does."""
    newest = sorted(entries, key=lambda one: one.at, reverse=True)

    def asked(
        subject: Any, user: Any, limit: int, before: datetime | None = None
    ) -> list[TimelineEntry]:
        return [one for one in newest if before is None or one.at < before][:limit]

    return asked


def pages(size: int) -> list[timeline.Page[Any]]:
    """All pages, one after the other, each asked for as the address says."""
    found = [timeline.page_of(None, None, size=size)]  # type: ignore[arg-type]
    while found[-1].older:
        before = timeline.before_of(found[-1].address)
        found.append(timeline.page_of(None, None, before=before, size=size))  # type: ignore[arg-type]
    return found


MANY = list(range(40))
CASES = {
    "nothing": [],
    "less than a page": [[1, 2]],
    "exactly a page": [[1, 2, 3, 4, 5]],
    "one more than a page": [[1, 2, 3, 4, 5, 6]],
    "two sources by turns": [MANY[::2], MANY[1::2]],
    "one source far older": [MANY, [-minutes for minutes in range(1, 40)]],
    "an instant across the cut": [[1, 2, 2, 2, 3, 4, 5, 6], [2, 2, 9]],
    "an instant in every source": [[7, 7, 1], [7, 7, 2], [7, 7, 3]],
    "an instant with more than a page": [[9, *([5] * 23), 1], [5, 4]],
    "nothing but one instant": [[5] * 17],
}


@pytest.mark.parametrize("case", CASES)
def test_v7_no_page_loses_or_doubles_an_entry(case: str) -> None:
    sources = [
        [entry(minutes, f"{name}.{place}") for place, minutes in enumerate(moments)]
        for name, moments in enumerate(CASES[case])
    ]
    for name, entries in enumerate(sources):
        registry.register_timeline(str(name), "", source(entries))
    seen = [one for page in pages(5) for one in page.entries]
    assert sorted(one.text for one in seen) == sorted(
        one.text for entries in sources for one in entries
    )
    assert all(above.at >= below.at for above, below in pairwise(seen))


def test_v7_a_page_is_no_longer_than_asked_for_unless_an_instant_is() -> None:
    registry.register_timeline("a", "", source([entry(minutes) for minutes in range(12)]))
    assert [len(page.entries) for page in pages(5)] == [5, 5, 2]
    registry.register_timeline("a", "", source([entry(1) for _ in range(12)] + [entry(2)]))
    assert [len(page.entries) for page in pages(5)] == [1, 12]


def test_v7_the_address_names_the_moment_exactly() -> None:
    moment = JUNE + timedelta(microseconds=123456)
    assert timeline.before_of(timeline.Page([], moment).address) == moment
    assert (timeline.before_of(""), timeline.Page([], None).address) == (None, "")


@pytest.mark.parametrize(
    "text", ["rubbish", "2008-06-01T08:00:00", "2008-13-01T08:00:00Z", "0001-01-01T00:00:00Z",
             "9999-12-31T23:59:59Z", "2008-06-01"],
)  # fmt: skip
def test_v7_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        timeline.before_of(text)


def test_v7_small_changes_that_follow_each_other_are_folded() -> None:
    kinds = [False, True, True, True, False, True, False]
    entries = [entry(9 - place, minor=minor) for place, minor in enumerate(kinds)]
    folded = timeline.runs(entries, {"a": "Visits"})
    assert [(len(run.entries), run.folded) for run in folded] == [
        (1, False), (3, True), (1, False), (1, False), (1, False)
    ]  # fmt: skip
    assert [one for run in folded for one in run.entries] == entries
    assert not any(run.folded for run in timeline.runs(entries, {}))


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([9, 8, 7], [(3, False, "Contracts")]),
        ([9, 8, 7, 6], [(4, True, "Contracts")]),
        ([24 * 60 + 1, 3, 2, 1], [(1, False, "Contracts"), (3, False, "Contracts")]),
    ],
    ids=["three", "four", "two days"],
)
def test_v7_many_of_one_kind_on_one_day_are_folded(
    minutes: list[int], expected: list[tuple[int, bool, str]]
) -> None:
    folded = timeline.runs([entry(one) for one in minutes], {"a": "Contracts"})
    assert [(len(run.entries), run.folded, run.label) for run in folded] == expected
