"""Sideways reads: a timeline of all sources, the day's cards by urgency, panels by kind (V7)."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest

from accounts.models import Project, User
from core import registry
from core.registry import Panel, TimelineEntry, TodayCard


@pytest.fixture(autouse=True)
def _only_here(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_timeline", "_today", "_panels"):
        monkeypatch.setattr(registry, name, {})


def entry(kind: str, day: int) -> TimelineEntry:
    return TimelineEntry(datetime(2008, 6, day, tzinfo=UTC), kind, f"{kind} {day}")


def card(title: str, urgency: int = 50, late: bool = False) -> TodayCard:
    return TodayCard(title, "", "/", "Open", "dot", urgency=urgency, late=late)


def test_v7_the_timeline_mixes_all_sources_newest_first(project: Project, ann: User) -> None:
    registry.register_timeline("a", "A", lambda *asked: [entry("a", 5), entry("a", 1)])
    registry.register_timeline("b", "B", lambda *asked: [entry("b", 3)])
    assert [one.text for one in registry.timeline(project, ann)] == ["a 5", "b 3", "a 1"]
    assert [one.text for one in registry.timeline(project, ann, kind="b")] == ["b 3"]
    assert [one.text for one in registry.timeline(project, ann, limit=1)] == ["a 5"]
    assert registry.timeline(project, ann, kind="nonsense") == []
    assert registry.timeline_kinds(project) == [("a", "A"), ("b", "B")]


def test_v7_a_source_is_asked_about_its_kinds_of_record_only(project: Project, ann: User) -> None:
    registry.register_timeline("a", "A", lambda *asked: [entry("a", 1)], of=(User,))
    registry.register_timeline("b", "B", lambda *asked: [entry("b", 2)], of=(Project,))
    assert [one.text for one in registry.timeline(project, ann)] == ["b 2"]
    assert registry.timeline_kinds(project) == [("b", "B")]


def test_v7_a_source_is_told_who_looks_and_how_much_is_wanted(project: Project, ann: User) -> None:
    asked: list[tuple[Any, ...]] = []

    def source(
        subject: Any, user: Any, limit: int, before: datetime | None = None
    ) -> list[TimelineEntry]:
        asked.append((subject, user, limit, before))
        return []

    registry.register_timeline("a", "A", source)
    june = datetime(2008, 6, 1, tzinfo=UTC)
    registry.timeline(project, ann, limit=7, before=june)
    assert asked == [(project, ann, 7, june)]


def test_the_day_begins_with_what_is_late_then_by_urgency(ann: User) -> None:
    registry.register_today("a", lambda user, day: [card("later", 60), card("late", 90, late=True)])
    registry.register_today("b", lambda user, day: [card("soon", 10)])
    titles = [one.title for one in registry.today(ann, date(2008, 6, 1))]
    assert titles == ["late", "soon", "later"]


def test_a_panel_is_drawn_on_its_kind_of_record_only(project: Project, ann: User) -> None:
    box = Panel("x.html", {})
    registry.register_panel("mine", Project, lambda subject, user: box)
    registry.register_panel("none", Project, lambda subject, user: None)
    registry.register_panel("other", User, lambda subject, user: Panel("y.html", {}))
    assert registry.panels(project, ann, later=True) == [box]


def _box(box: Panel, subject: Any, user: Any) -> Panel:
    return box


def test_what_wants_doing_comes_with_the_page_and_the_rest_after_it(
    project: Project, ann: User
) -> None:
    boxes = {order: Panel(f"{order}.html", {}) for order in (80, 10, 20, 30)}
    for order, box in boxes.items():
        registry.register_panel(str(order), Project, partial(_box, box), order=order)
    assert registry.panels(project, ann) == [boxes[10], boxes[20]]
    assert registry.panels(project, ann, later=True) == [boxes[30], boxes[80]]
