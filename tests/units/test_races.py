"""Many at once: one registration, one key person, no edit lost unseen, one name (U6, K1, V4, U8).

Beside each stands its twin with the protection off, in which the fault must show.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from accounts.models import Project, Team, User
from core.commands import execute
from core.errors import DomainError
from tests.conftest import Race, make_user
from tests.triggers import lifted
from tests.units.factories import make_category, make_contact, make_unit
from units.models import Contact, KeyPersonTenure, Registration, Unit
from units.services import customer_register, key_person_name, unit_add, unit_edit
from units.services import people as people_services
from units.services import unit as unit_services

pytestmark = pytest.mark.races
MANY = 20
BUYER = {"name": "王小明", "mobile": "13900139000"}


@pytest.fixture
def sellers(project: Project, team1: Team, team2: Team) -> list[User]:
    """Twenty salespeople of two teams."""
    return [make_user(f"s{n}", "sales", project, (team1, team2)[n % 2]) for n in range(MANY)]


@contextmanager
def without(table: str, *names: str) -> Iterator[None]:
    """Unique indexes and exclusion constraints taken off, and put back on the emptied table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.relname, pg_get_indexdef(i.oid), c.conname, pg_get_constraintdef(c.oid)"
            " FROM pg_class i LEFT JOIN pg_constraint c ON c.conindid = i.oid AND c.contype <> 'f'"
            " WHERE i.relname = ANY(%s)",
            [list(names)],
        )
        found = cursor.fetchall()
        assert {row[0] for row in found} == set(names)
        for index, _, constraint, _ in found:
            cursor.execute(
                f"ALTER TABLE {table} DROP CONSTRAINT {constraint}"
                if constraint
                else f"DROP INDEX {index}"
            )
    try:
        yield
    finally:
        with lifted(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")
            for _, index, constraint, definition in found:
                cursor.execute(
                    f"ALTER TABLE {table} ADD CONSTRAINT {constraint} {definition}"
                    if constraint
                    else index
                )


def told(results: list[Any]) -> int:
    return sum(isinstance(result, DomainError) for result in results)


# --- U6: one registration -----------------------------------------------------------------------


def register(by: User) -> Registration:
    return execute(customer_register, by=by, facts=BUYER)


def test_u6_of_twenty_registrations_at_one_instant_one_wins(
    race: Race, sellers: list[User]
) -> None:
    results = race(MANY, lambda number: register(sellers[number]))
    winners = [result for result in results if isinstance(result, Registration)]
    assert (len(winners), told(results)) == (1, MANY - 1)
    assert Registration.objects.get(live=True) == winners[0]
    assert Contact.objects.get().owner == winners[0].owner


def test_u6_of_twenty_who_want_a_known_customer_one_wins(
    race: Race, sellers: list[User], manager: User
) -> None:
    make_contact(manager, None, **BUYER)
    results = race(MANY, lambda number: register(sellers[number]))
    winners = [result for result in results if isinstance(result, Registration)]
    assert (len(winners), told(results)) == (1, MANY - 1)
    assert Contact.objects.get().owner == winners[0].owner


def test_u6_twin_without_the_constraint_several_hold_one_customer(
    race: Race, sellers: list[User], manager: User
) -> None:
    make_contact(manager, None, **BUYER)
    with without("units_registration", "units_registration_one_live"):
        race(MANY, lambda number: register(sellers[number]))
        assert Registration.objects.filter(live=True).count() > 1


# --- K1: one key person -------------------------------------------------------------------------


def name(unit: Unit, person: Contact, by: User) -> KeyPersonTenure:
    return execute(
        key_person_name,
        by=by,
        unit_id=unit.pk,
        contact_id=person.pk,
        starts_on=date(2008, 6, 2),
    )


def test_k1_two_named_at_once_leave_one_open_tenure(race: Race, ann: User, bob: User) -> None:
    unit = make_unit(ann)
    two = [make_contact(ann, unit), make_contact(ann, unit, name="林主任")]
    results = race(2, lambda number: name(unit, two[number], (ann, bob)[number]))
    assert [type(result) for result in results] == [KeyPersonTenure, KeyPersonTenure]
    assert KeyPersonTenure.objects.filter(ends_on=None).count() == 1


def test_k1_twin_without_lock_and_constraint_there_are_several(
    race: Race, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = make_unit(ann)
    people = [make_contact(ann, unit, name=f"Person {number}") for number in range(MANY)]
    looked = Barrier(MANY)
    monkeypatch.setattr(people_services, "locked_unit", lambda pk: Unit.objects.get(pk=pk))
    # The step between looking for the present key person and writing the next.
    monkeypatch.setattr(people_services, "_refuse_overlap", lambda *_: looked.wait(timeout=30))
    table = "units_keypersontenure"
    with without(table, "units_tenure_one_at_a_time", f"{table}_overlap"):
        race(MANY, lambda number: name(unit, people[number], ann))
        assert KeyPersonTenure.objects.filter(ends_on=None).count() > 1


# --- V4: no edit lost unseen --------------------------------------------------------------------


def edit(unit: Unit, by: User, address: str) -> Unit:
    facts = {"address": address}
    return execute(unit_edit, by=by, unit_id=unit.pk, version=unit.version, facts=facts)


def test_v4_of_twenty_edits_of_one_version_one_is_saved(race: Race, ann: User) -> None:
    unit = make_unit(ann)
    results = race(MANY, lambda number: edit(unit, ann, f"江滨路 {number}"))
    saved = [result for result in results if isinstance(result, Unit)]
    assert (len(saved), told(results)) == (1, MANY - 1)
    unit.refresh_from_db()
    assert (unit.address, unit.version) == (saved[0].address, 2)
    assert unit.facts.count() == 1


def test_v4_twin_without_the_lock_more_are_told_saved_than_are_kept(
    race: Race, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = make_unit(ann)
    looked = Barrier(MANY)

    def unlocked(unit_id: int) -> Unit:
        found = Unit.objects.get(pk=unit_id)
        looked.wait(timeout=30)
        return found

    monkeypatch.setattr(unit_services, "locked_unit", unlocked)
    results = race(MANY, lambda number: edit(unit, ann, f"江滨路 {number}"))
    unit.refresh_from_db()
    assert sum(isinstance(result, Unit) for result in results) > unit.version - 1


# --- U8: one name -------------------------------------------------------------------------------


def add(by: User) -> Unit:
    facts = {"name": "温州商会", "category": make_category()}
    return execute(unit_add, by=by, facts=facts)


def test_u8_of_twenty_who_enter_one_name_one_has_it(race: Race, sellers: list[User]) -> None:
    make_category()
    results = race(MANY, lambda number: add(sellers[number]))
    assert [type(result) for result in results].count(Unit) == 1
    assert told(results) == MANY - 1
    assert Unit.objects.count() == 1


def test_u8_twin_without_the_constraint_the_look_before_is_not_enough(
    race: Race, sellers: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_category()
    looked, look = Barrier(MANY), unit_services.refuse_same_name

    def look_and_wait(unit: Unit) -> None:
        look(unit)
        looked.wait(timeout=30)

    monkeypatch.setattr(unit_services, "refuse_same_name", look_and_wait)
    with without("units_unit", "units_unit_same_name"):
        race(MANY, lambda number: add(sellers[number]))
        assert Unit.objects.count() > 1
