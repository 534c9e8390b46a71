"""What happened to a unit and to a person, page by page (V7)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from core import timeline
from tests.units.factories import make_contact, make_unit
from units.models import Evaluation, OwnershipChange, Unit, UnitFact
from units.services import key_person_name

Browser = Callable[[Any], Client]
PART = {"part": "timeline"}
HTMX = {"HX-Request": "true"}


def url(subject: Any) -> str:
    return str(subject.get_absolute_url())


def busy(unit: Unit, by: User, entries: int) -> None:
    """So many evaluations, and as many facts as well, one a minute."""
    now = timezone.now()
    moments = [now - timedelta(minutes=minutes) for minutes in range(entries)]
    shared: dict[str, Any] = {"unit": unit, "by": by}
    Evaluation.objects.bulk_create(
        Evaluation(at=at, factors={}, strength=70, sincerity=70, grade="B", **shared)
        for at in moments
    )
    UnitFact.objects.bulk_create(
        UnitFact(at=at, field=field, value="x", source="entered", **shared)
        for at in moments
        for field in ("headcount", "cars")
    )


@contextmanager
def counted() -> Iterator[list[Any]]:
    """The rows that become objects meanwhile."""
    rows: list[Any] = []

    def one_more(sender: Any, **kwargs: Any) -> None:
        rows.append(sender)

    post_init.connect(one_more)
    try:
        yield rows
    finally:
        post_init.disconnect(one_more)


@pytest.fixture
def unit(ann: User) -> Unit:
    return make_unit(ann, "泉州商会")


def test_v7_what_happened_comes_after_the_page(
    ann: User, bob: User, cai: User, unit: Unit, as_user: Browser
) -> None:
    assert "part=timeline" in as_user(bob).get(url(unit)).text
    told = as_user(bob).get(url(unit), PART, headers=HTMX)
    assert "Followed by Ann" in told.text
    assert "<html" not in told.text
    assert as_user(cai).get(url(unit), PART, headers=HTMX).status_code == 404


def test_v7_without_scripts_it_is_a_page_of_its_own(
    ann: User, unit: Unit, as_user: Browser
) -> None:
    busy(unit, ann, 40)
    page = as_user(ann).get(url(unit), PART)
    assert "<html" in page.text
    older = as_user(ann).get(url(unit) + page.context["older"])
    assert "<html" in older.text
    assert older.context["older"] == ""


def test_v7_one_kind_is_kept_in_the_address(ann: User, unit: Unit, as_user: Browser) -> None:
    busy(unit, ann, 3)
    client = as_user(ann)
    assert "kind=ownership" in client.get(url(unit), {"kind": "ownership"}).text
    kept = client.get(url(unit), {**PART, "kind": "ownership"}, headers=HTMX)
    assert [one.kind for run in kept.context["runs"] for one in run.entries] == ["ownership"]
    assert f'hx-push-url="{url(unit)}?kind=facts"' in kept.text


def test_v7_a_person_has_the_same_without_what_is_told_of_units_only(
    ann: User, unit: Unit, as_user: Browser
) -> None:
    person = make_contact(ann, unit, name="林主任")
    key_person_name(unit_id=unit.pk, contact_id=person.pk, starts_on=timezone.localdate(), by=ann)
    client = as_user(ann)
    assert "part=timeline" in client.get(url(person)).text
    told = client.get(url(person), PART, headers=HTMX)
    assert "林主任 became key person" in told.text
    assert {"facts", "evaluations"}.isdisjoint(dict(told.context["kinds"]))


def test_v7_small_changes_open_from_one_line(ann: User, unit: Unit, as_user: Browser) -> None:
    now = timezone.now()
    for minutes in (1, 2):
        UnitFact.objects.create(
            unit=unit, field="cars", source="entered", by=ann, at=now + timedelta(minutes=minutes)
        )
    told = as_user(ann).get(url(unit), PART, headers=HTMX).text
    assert "+2 changes" in told or "+3 changes" in told


def test_v7_a_name_is_told_by_the_day_it_began_however_deep(ann: User, unit: Unit) -> None:
    person = make_contact(ann, unit)
    today = timezone.localdate()
    key_person_name(unit_id=unit.pk, contact_id=person.pk, starts_on=today, by=ann)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    for before, told in ((midnight, 0), (midnight + timedelta(microseconds=1), 1)):
        page = timeline.page_of(unit, ann, kind="key_person", before=before)
        assert len(page.entries) == told


@pytest.mark.parametrize("before", ["rubbish", "2008-13-01T00:00:00Z", "2008-06-01T00:00:00"])
def test_v7_a_moment_that_is_none_is_not_found(
    ann: User, unit: Unit, as_user: Browser, before: str
) -> None:
    assert as_user(ann).get(url(unit), {**PART, "before": before}).status_code == 404


def test_v7_page_20_costs_what_page_1_costs(ann: User, unit: Unit) -> None:
    """As many statements, and no more rows read, though a thousand entries lie above."""
    busy(unit, ann, 520)
    timeline.page_of(unit, ann)  # who ann is has been asked before
    costs, seen, before = [], 0, None
    for _ in range(20):
        with CaptureQueriesContext(connection) as asked, counted() as rows:
            page = timeline.page_of(unit, ann, before=before)
        costs.append((len(asked), len(rows)))
        seen, before = seen + len(page.entries), page.older
    assert seen >= 900
    assert {statements for statements, _rows in costs} == {costs[0][0]}
    assert max(rows for _statements, rows in costs) <= costs[0][1]


def test_v7_bulk_changes_of_one_instant_come_once(ann: User, unit: Unit) -> None:
    at = timezone.now()
    OwnershipChange.objects.bulk_create(
        OwnershipChange(unit=unit, to_owner=ann, by=ann, why=str(number), at=at)
        for number in range(120)
    )
    seen: list[str] = []
    page = timeline.page_of(unit, ann, kind="ownership")
    seen += [one.detail for one in page.entries]
    while page.older:
        page = timeline.page_of(unit, ann, kind="ownership", before=page.older)
        seen += [one.detail for one in page.entries]
    assert len(seen) == len(set(seen)) == 121
