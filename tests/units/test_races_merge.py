"""Two merges at one instant, of overlapping pairs: one consistent outcome (U8).

Beside each stands its twin with the protection off, in which the fault must show.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from core.commands import execute
from core.errors import DomainError
from core.merging import Pair
from tests.conftest import Race
from tests.triggers import lifted
from tests.units.factories import make_contact, make_unit
from tests.units.merging import sound
from units.models import Contact, Merge, Unit
from units.services import contact_merge, unit_merge
from units.services import merge as merge_services

pytestmark = pytest.mark.races
Two = tuple[Any, Any]


def units(ann: User) -> list[Any]:
    """Three, each with somebody of its own."""
    made = [make_unit(ann, f"{name}商会") for name in ("温州", "泉州", "莆田")]
    for unit in made:
        make_contact(ann, unit, name=f"{unit.name}秘书")
    return made


def people(ann: User) -> list[Any]:
    unit = make_unit(ann)
    return [make_contact(ann, unit, name=f"王{name}明") for name in ("小", "晓", "肖")]


def merged(pair: Two, by: User) -> Any:
    """The first stays."""
    stays, goes = pair
    if isinstance(stays, Unit):
        return execute(unit_merge, unit_id=stays.pk, gone_id=goes.pk, by=by)
    return execute(contact_merge, contact_id=stays.pk, gone_id=goes.pk, by=by)


def told(results: list[Any]) -> list[str]:
    """What was refused; whatever else came back was done."""
    refused = [str(result) for result in results if isinstance(result, DomainError)]
    assert all(isinstance(result, Merge | DomainError) for result in results), results
    return refused


def lost(model: type[Unit] | type[Contact]) -> int:
    """Records whose address leads to one that is gone itself, so that nobody finds them."""
    return int(model.everything.filter(merged_into__merged_into__isnull=False).count())


def test_u8_of_two_merges_of_one_pair_at_one_instant_one_is_done(
    race: Race, ann: User, manager: User
) -> None:
    one, other, _third = units(ann)
    refused = told(race(2, lambda: merged((one, other), manager)))
    assert refused == ["One of the two was merged meanwhile. Open it afresh."]
    assert Merge.objects.count() == 1
    sound()


def test_u8_the_same_two_into_each_other_at_one_instant_leave_one(
    race: Race, ann: User, manager: User
) -> None:
    one, other, _third = people(ann)
    ways = ((one, other), (other, one))
    assert len(told(race(2, lambda number: merged(ways[number], manager)))) == 1
    assert Contact.objects.filter(pk__in=(one.pk, other.pk)).count() == 1
    sound()


@pytest.mark.parametrize("kind", [units, people])
def test_u8_a_chain_of_merges_at_one_instant_loses_nothing(
    kind: Any, race: Race, ann: User, manager: User
) -> None:
    """A takes B while B takes C: either A has all three, or C stands and is told of."""
    one, two, three = kind(ann)
    pairs = ((one, two), (two, three))
    refused = told(race(2, lambda number: merged(pairs[number], manager)))
    model = type(one)
    into = dict(model.everything.values_list("pk", "merged_into"))
    assert into[two.pk] == one.pk
    assert into[three.pk] == (None if refused else one.pk)
    assert lost(model) == 0
    if model is Unit:
        assert Contact.objects.filter(unit=one).count() == (2 if refused else 3)
    sound()


@contextmanager
def twice_allowed() -> Iterator[None]:
    """The constraint off by which a record goes into one other alone; put back on no rows."""
    name = "units_merge_contact_once"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef(%s::regclass)", [name])
        definition = cursor.fetchone()[0]
        cursor.execute(f"DROP INDEX {name}")
    try:
        yield
    finally:
        with lifted(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE units_merge CASCADE")
            cursor.execute(definition)


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have looked before either writes, and nobody waits for anybody."""
    looked = Barrier(2)

    def pair(model: Any, stays: int, goes: int) -> Pair:
        found = Pair(model.objects.get(pk=stays), model.objects.get(pk=goes))
        looked.wait(timeout=30)
        return found

    monkeypatch.setattr(merge_services, "_locked_pair", pair)


@pytest.mark.usefixtures("unlocked")
def test_u8_twin_without_lock_and_constraint_one_pair_is_merged_twice(
    race: Race, ann: User, manager: User
) -> None:
    one, other, _third = people(ann)
    with twice_allowed():
        assert told(race(2, lambda: merged((one, other), manager))) == []
        assert Merge.objects.filter(contact_gone=other).count() == 2


@pytest.mark.usefixtures("unlocked")
def test_u8_twin_without_the_lock_a_chain_of_merges_loses_a_record(
    race: Race, ann: User, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = people(ann)
    done, bury = Event(), merge_services._bury

    def late(gone: Any, survivor: Any) -> None:
        if gone.pk == two.pk:  # what points at it was looked for; now the other one commits
            assert done.wait(timeout=30)
        bury(gone, survivor)

    def work(number: int) -> Any:
        try:
            return merged(((one, two), (two, three))[number], manager)
        finally:
            if number == 1:
                done.set()

    monkeypatch.setattr(merge_services, "_bury", late)
    assert told(race(2, work)) == []
    assert lost(Contact) == 1
