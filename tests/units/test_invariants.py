"""What must always hold of units is found when it does not (K1, U4, U5, L1)."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from accounts.models import Team, User
from core.invariants import check_all
from tests.units.factories import make_contact, make_unit
from units.models import Contact, KeyPersonTenure, Unit
from units.services import identity_set, key_person_name, unit_assign, unit_evaluate


def broken() -> set[str]:
    return {finding.invariant.name for finding in check_all() if finding.rows}


@pytest.fixture
def lived(ann: User, cai: User, team2: Team, manager: User) -> Unit:
    """A unit that was judged, handed over and had two key persons."""
    unit = make_unit(ann)
    for person, day in (("陈会长", 2), ("林主任", 20)):
        contact = make_contact(ann, unit, name=person)
        key_person_name(
            unit_id=unit.pk, contact_id=contact.pk, starts_on=date(2008, 6, day), by=ann
        )
    identity_set(contact_id=contact.pk, number="11010519491231002X", by=ann)
    unit_evaluate(unit_id=unit.pk, factors={"headcount": 80, "help": 80}, by=ann)
    return unit_assign(unit_id=unit.pk, owner=cai, why="area", by=manager)


def test_they_hold_after_a_units_life(lived: Unit) -> None:
    assert broken() == set()


@pytest.mark.parametrize(
    ("name", "model", "fault"),
    [
        ("units.owner", Unit, {"owner": None}),
        ("units.grade", Unit, {"grade": "D"}),
        ("units.key_person_of", Contact, {"unit": None}),
        ("units.identity_sealed", Contact, {"id_number": "11010519491231002X"}),
        ("units.certificates", Contact, {"certificate": True}),
    ],
)
def test_a_fault_is_found(lived: Unit, name: str, model: Any, fault: dict[str, Any]) -> None:
    model.objects.update(**fault)
    assert broken() == {name}


def test_k1_two_at_a_time_would_be_found(lived: Unit) -> None:
    sql = next(f.invariant.check for f in check_all() if f.invariant.name == "units.key_persons")
    # The database refuses such rows, so the question is asked of a list that holds them.
    rows = "(SELECT 1 AS id, 7 AS unit_id, '2008-06-01' AS starts_on, NULL AS ends_on UNION ALL "
    rows += "SELECT 2, 7, '2008-06-09', NULL)"
    with connection.cursor() as cursor:
        cursor.execute(str(sql).replace("units_keypersontenure", rows))
        assert cursor.fetchall() == [(1, 2)]
    assert KeyPersonTenure.objects.filter(unit=lived).count() == 2
