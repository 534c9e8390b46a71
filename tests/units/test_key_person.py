"""The key person named, met, ended and corrected; the database refuses an overlap (K1–K3)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from core.audit import sealed
from core.errors import DomainError
from core.models import AuditRecord
from tests.units.factories import make_contact, make_unit
from units.models import Contact, KeyPersonTenure, Unit
from units.services import (
    Period,
    key_person_end,
    key_person_met,
    key_person_name,
    tenure_correct,
)

JUNE = date(2008, 6, 1)


def day(number: int) -> date:
    return JUNE + timedelta(days=number - 1)


@pytest.fixture
def unit(ann: User) -> Unit:
    return make_unit(ann)


@pytest.fixture
def chief(ann: User, unit: Unit) -> Contact:
    return make_contact(ann, unit)


def named(unit: Unit, person: Contact, first: int, by: User, **facts: Any) -> KeyPersonTenure:
    return key_person_name(
        unit_id=unit.pk, contact_id=person.pk, starts_on=day(first), by=by, facts=facts
    )


def correct(tenure: KeyPersonTenure, by: User, first: int, last: int | None) -> KeyPersonTenure:
    period = Period(tenure.contact_id, day(first), None if last is None else day(last))
    return tenure_correct(
        tenure_id=tenure.pk, version=tenure.version, period=period, why="A slip.", by=by
    )


# --- K1: the database itself --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "stands"),
    [
        (1, 10, True),  # ends on the day the other begins
        (20, None, True),  # begins on the day the other ends
        (12, 12, True),  # no day at all
        (1, 11, False),
        (19, 30, False),
        (12, 15, False),
        (1, None, False),
    ],
)
def test_k1_the_database_knows_which_tenures_overlap(
    ann: User, unit: Unit, chief: Contact, first: int, last: int | None, stands: bool
) -> None:
    rows = KeyPersonTenure.objects
    given: dict[str, Any] = {"unit": unit, "contact": chief, "named_by": ann}
    rows.create(starts_on=day(10), ends_on=day(20), **given)
    ends_on = None if last is None else day(last)
    if stands:
        rows.create(starts_on=day(first), ends_on=ends_on, **given)
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.create(starts_on=day(first), ends_on=ends_on, **given)


def test_k1_the_database_refuses_an_overlap_by_update_and_in_bulk(
    ann: User, unit: Unit, chief: Contact
) -> None:
    rows = KeyPersonTenure.objects
    given: dict[str, Any] = {"unit": unit, "contact": chief, "named_by": ann}
    rows.create(starts_on=day(1), ends_on=day(10), **given)
    later = rows.create(starts_on=day(10), ends_on=day(20), **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.filter(pk=later.pk).update(starts_on=day(9))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.bulk_create([KeyPersonTenure(starts_on=day(5), ends_on=day(6), **given)])


# --- K1, K3: begun and ended --------------------------------------------------------------------


def test_k1_naming_the_present_one_again_moves_no_day(
    ann: User, unit: Unit, chief: Contact
) -> None:
    named(unit, chief, 9, ann)
    assert named(unit, chief, 1, ann).starts_on == day(9)


def test_k1_nobody_is_named_from_a_day_to_come(ann: User, unit: Unit, chief: Contact) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(DomainError, match="still to come"):
        key_person_name(unit_id=unit.pk, contact_id=chief.pk, starts_on=tomorrow, by=ann)


def test_k3_who_was_entered_before_the_first_report_was_met_on_its_day(
    ann: User, unit: Unit, chief: Contact
) -> None:
    named(unit, chief, 9, ann)
    key_person_met(unit_id=unit.pk, contact_id=chief.pk, met_on=day(2), by=ann)
    assert unit.tenures.get().starts_on == day(2)


def test_k2_what_is_learned_while_naming_is_kept_and_nothing_is_emptied(
    ann: User, unit: Unit, chief: Contact
) -> None:
    named(unit, chief, 1, ann, influence=5, helps=["stand"], preferences="")
    named(unit, chief, 1, ann, influence=None, decision_power=2, helps=[])
    chief.refresh_from_db()
    assert (chief.influence, chief.decision_power, chief.helps) == (5, 2, ["stand"])


def test_k1_the_end_keeps_its_reason_and_leaves_nobody(
    ann: User, unit: Unit, chief: Contact
) -> None:
    named(unit, chief, 1, ann)
    ended = key_person_end(unit_id=unit.pk, ends_on=day(8), why="Retired.", by=ann)
    assert (ended.ends_on, ended.ended_why) == (day(8), "Retired.")
    with pytest.raises(DomainError, match="no key person at present"):
        key_person_end(unit_id=unit.pk, ends_on=day(9), by=ann)


def test_k1_the_end_does_not_lie_before_the_beginning(
    ann: User, unit: Unit, chief: Contact
) -> None:
    named(unit, chief, 5, ann)
    with pytest.raises(DomainError) as refusal:
        key_person_end(unit_id=unit.pk, ends_on=day(4), by=ann)
    assert refusal.value.field == "ends_on"


# --- K1: corrected ------------------------------------------------------------------------------


def test_k1_a_leader_corrects_and_both_versions_are_recorded(
    ann: User, lead: User, unit: Unit, chief: Contact
) -> None:
    tenure = correct(named(unit, chief, 5, ann), lead, 3, 8)
    assert (tenure.starts_on, tenure.ends_on, tenure.version) == (day(3), day(8), 2)
    kept = AuditRecord.objects.get(action="units.key_person.corrected")
    assert (kept.data["was"]["starts_on"], kept.data["now"]["starts_on"]) == (
        "2008-06-05",
        "2008-06-03",
    )
    assert (kept.by, kept.data["why"]) == (lead, sealed("A slip."))


def test_k1_a_salesperson_does_not_correct(ann: User, unit: Unit, chief: Contact) -> None:
    with pytest.raises(DomainError, match="Only a team leader"):
        correct(named(unit, chief, 5, ann), ann, 3, None)


def test_k1_a_correction_into_another_tenure_is_refused_with_whose_it_is(
    ann: User, manager: User, unit: Unit, chief: Contact
) -> None:
    named(unit, chief, 1, ann)
    second = named(unit, make_contact(ann, unit, name="林主任"), 10, ann)
    with pytest.raises(DomainError, match="陈会长 was key person from 2008-06-01 to 2008-06-10"):
        correct(second, manager, 9, None)


def test_k1_who_never_was_key_person_ends_on_the_day_they_began(
    ann: User, manager: User, unit: Unit, chief: Contact
) -> None:
    wrong = named(unit, chief, 5, ann)
    correct(wrong, manager, 5, 5)
    right = named(unit, make_contact(ann, unit, name="林主任"), 2, ann)
    assert list(unit.tenures.filter(ends_on=None)) == [right]


def test_v4_a_correction_carries_its_version(
    ann: User, manager: User, unit: Unit, chief: Contact
) -> None:
    tenure = named(unit, chief, 5, ann)
    key_person_end(unit_id=unit.pk, ends_on=day(9), by=ann)
    with pytest.raises(DomainError, match="Somebody else saved this"):
        correct(tenure, manager, 3, None)
