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
from core import versions
from core.commands import execute
from core.errors import DomainError
from tests.conftest import Race, make_user
from tests.triggers import lifted
from tests.units.factories import make_category, make_contact, make_unit
from units.models import Contact, Dispute, KeyPersonTenure, Registration, Unit
from units.services import (
    Period,
    customer_register,
    key_person_name,
    tenure_correct,
    unit_add,
    unit_edit,
)
from units.services import customer as customer_services
from units.services import key_person as key_person_services
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


def register(by: User) -> Registration | Dispute:
    return execute(customer_register, by=by, facts=BUYER)


def only_one_holds(results: list[Any]) -> bool:
    """One registered; each of the others has a dispute of their own, or was told to try again."""
    winners = [result for result in results if isinstance(result, Registration)]
    disputes = [result for result in results if isinstance(result, Dispute)]
    assert len(winners) + len(disputes) + told(results) == MANY, results
    assert Registration.objects.get(live=True) == winners[0]
    assert {row.pk for row in disputes} == set(Dispute.objects.values_list("pk", flat=True))
    assert {row.holder_id for row in disputes} <= {winners[0].owner_id}
    assert Contact.objects.get().owner == winners[0].owner
    return len(winners) == 1


def test_u6_of_twenty_registrations_at_one_instant_one_wins_and_none_is_lost(
    race: Race, sellers: list[User]
) -> None:
    assert only_one_holds(race(MANY, lambda number: register(sellers[number])))


def test_u6_of_twenty_who_want_a_known_customer_one_wins_and_none_is_lost(
    race: Race, sellers: list[User], manager: User
) -> None:
    make_contact(manager, None, **BUYER)
    assert only_one_holds(race(MANY, lambda number: register(sellers[number])))


def test_u6_twin_without_lock_and_constraint_several_hold_one_customer(
    race: Race, sellers: list[User], manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, looked = make_contact(manager, None, **BUYER), Barrier(MANY)

    def unlocked(mobile: str, by: User) -> Contact:
        found: Contact = Contact.objects.get(pk=person.pk)
        return found

    def nobody_holds(contact: Contact, day: date) -> None:
        looked.wait(timeout=30)

    monkeypatch.setattr(customer_services, "_known", unlocked)
    monkeypatch.setattr(customer_services, "_held", nobody_holds)
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
    monkeypatch.setattr(key_person_services, "locked_unit", lambda pk: Unit.objects.get(pk=pk))
    # The step between looking for the present key person and writing the next.
    monkeypatch.setattr(key_person_services, "_refuse_overlap", lambda *_: looked.wait(timeout=30))
    table = "units_keypersontenure"
    with without(table, "units_tenure_one_at_a_time", f"{table}_overlap"):
        race(MANY, lambda number: name(unit, people[number], ann))
        assert KeyPersonTenure.objects.filter(ends_on=None).count() > 1


def corrected(race: Race, ann: User, lead: User, manager: User) -> list[Any]:
    """A leader and the manager put one tenure right at one instant, each to another day."""
    unit = make_unit(ann)
    tenure = name(unit, make_contact(ann, unit), ann)

    def work(number: int) -> KeyPersonTenure:
        period = Period(tenure.contact_id, date(2008, 6, 3 + number), None)
        given: Any = {"tenure_id": tenure.pk, "version": 1, "period": period, "why": "A slip."}
        return execute(tenure_correct, by=(lead, manager)[number], **given)

    return race(2, work)


def test_k1_of_two_corrections_at_once_one_is_kept_and_the_other_told(
    race: Race, ann: User, lead: User, manager: User
) -> None:
    results = corrected(race, ann, lead, manager)
    (kept,) = (result for result in results if isinstance(result, KeyPersonTenure))
    assert [type(result) for result in results if result is not kept] == [versions.Conflict]
    stands = KeyPersonTenure.objects.get()
    assert (stands.starts_on, stands.version) == (kept.starts_on, 2)


def test_k1_twin_without_the_lock_both_are_told_saved_and_one_is_lost(
    race: Race, ann: User, lead: User, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, check = Barrier(2), key_person_services._check_period

    def check_and_wait(tenure: KeyPersonTenure, period: Period) -> None:
        check(tenure, period)
        looked.wait(timeout=30)

    monkeypatch.setattr(key_person_services, "locked_unit", lambda pk: Unit.objects.get(pk=pk))
    monkeypatch.setattr(key_person_services, "_check_period", check_and_wait)
    results = corrected(race, ann, lead, manager)
    assert [type(result) for result in results] == [KeyPersonTenure, KeyPersonTenure]
    assert KeyPersonTenure.objects.get().version == 2  # of three that were told


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
        found: Unit = Unit.objects.get(pk=unit_id)
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
