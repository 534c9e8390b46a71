"""A filed report feeds the unit: facts, key person, contact, follow-up, a signal (V5, K3, U6)."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.errors import DomainError
from core.invariants import check_all
from tests.visits import factories as make
from units.models import Contact, KeyPersonTenure, UnitFact
from units.services import key_person_name
from visits import report_fields
from visits.models import VisitReport
from visits.signals import report_submitted
from visits.states import ReportState


@pytest.fixture
def heard() -> Iterator[list[Any]]:
    told: list[Any] = []

    def hear(report: VisitReport, by: User, **_: Any) -> None:
        told.append((report.number, by))

    report_submitted.connect(hear)
    yield told
    report_submitted.disconnect(hear)


@pytest.mark.parametrize(("said", "known"), sorted(report_fields.LEARNED.items()))
def test_v5_each_fact_updates_the_unit_and_says_where_it_came_from(
    ann: User, said: str, known: str
) -> None:
    unit = make.unit(ann)
    value: Any = {"income": Decimal("42000.00"), "self_build_soon": "yes"}.get(said, "Learned")
    report = make.submitted(unit, ann, **{said: value})
    unit.refresh_from_db()
    assert getattr(unit, known) == value
    fact = UnitFact.objects.get(unit=unit)
    assert (fact.field, fact.source, fact.source_id, fact.by) == (known, "visit", report.pk, ann)


def test_v5_what_a_report_leaves_out_stays_known(ann: User) -> None:
    unit = make.unit(ann, industry="Trade")
    make.submitted(unit, ann)
    unit.refresh_from_db()
    assert unit.industry == "Trade"


def test_v5_a_report_filed_late_does_not_undo_what_a_later_visit_found(ann: User) -> None:
    unit, now = make.unit(ann), timezone.now()
    late = {"visited_at": now - timedelta(days=5), "self_build_soon": "no", "industry": "Trade"}
    newer = make.submitted(unit, ann, visited_at=now - timedelta(days=1), self_build_soon="yes")
    older = make.submitted(unit, ann, **late)
    unit.refresh_from_db()
    assert (unit.self_build_soon, unit.industry) == ("yes", "Trade")
    facts = UnitFact.objects.filter(unit=unit).values_list("field", "source_id")
    assert set(facts) == {("self_build_soon", newer.pk), ("industry", older.pk)}


def test_v5_a_position_is_learned_once(ann: User) -> None:
    unit = make.unit(ann)
    here = {"latitude": Decimal("24.874132"), "longitude": Decimal("118.675675")}
    make.submitted(unit, ann, **here)
    make.submitted(unit, ann, latitude=Decimal("1"), longitude=Decimal("2"))
    unit.refresh_from_db()
    assert {name: getattr(unit, name) for name in here} == here


def test_k3_the_first_report_names_a_new_key_person(ann: User) -> None:
    unit = make.unit(ann)
    at = timezone.now() - timedelta(days=2)
    report = make.submitted(
        unit, ann, visited_at=at, new_mobile="138 0013 8000", new_position="Chair"
    )
    tenure = KeyPersonTenure.objects.get(unit=unit)
    person = tenure.contact
    assert (person.name, person.position, person.mobile) == ("Lin Mei", "Chair", "+8613800138000")
    assert (tenure.starts_on, tenure.ends_on) == (timezone.localdate(at), None)
    assert report.met_contact == person
    unit.refresh_from_db()
    assert unit.first_visit_on == timezone.localdate(at)


@pytest.mark.parametrize("typed", [{"new_mobile": make.MOBILE}, {"new_name": "Chen Wei"}])
def test_k3_somebody_known_to_the_unit_is_not_entered_twice(
    ann: User, typed: dict[str, str]
) -> None:
    unit = make.unit(ann)
    person = make.contact(unit, ann, mobile=make.MOBILE)
    make.submitted(unit, ann, **typed)
    assert Contact.objects.get() == person
    assert KeyPersonTenure.objects.get().contact == person


def test_k3_the_first_report_may_choose_somebody_known(ann: User) -> None:
    unit = make.unit(ann)
    person = make.contact(unit, ann)
    make.submitted(unit, ann, met_contact=person, new_name="")
    assert KeyPersonTenure.objects.get().contact == person


def test_k3_who_was_entered_after_the_visit_is_key_person_since_the_visit(ann: User) -> None:
    unit = make.unit(ann)
    person = make.contact(unit, ann)
    today = timezone.localdate()
    key_person_name(unit_id=unit.pk, contact_id=person.pk, starts_on=today, by=ann)
    at = timezone.now() - timedelta(days=3)
    make.submitted(unit, ann, met_contact=person, new_name="", visited_at=at)
    assert KeyPersonTenure.objects.get().starts_on == timezone.localdate(at)


def test_k3_a_later_report_leaves_the_key_person(ann: User) -> None:
    unit = make.unit(ann)
    make.submitted(unit, ann)
    report = make.submitted(unit, ann, new_name="Huang Li")
    assert KeyPersonTenure.objects.get().contact.name == "Lin Mei"
    assert report.met_contact is not None
    assert report.met_contact.name == "Huang Li"


def test_k3_a_mobile_of_another_unit_is_refused_without_a_name(ann: User, cai: User) -> None:
    make.contact(make.unit(cai, name="Quanzhou Chamber"), cai, mobile=make.MOBILE)
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        make.submitted(make.unit(ann), ann, new_mobile=make.MOBILE)
    assert refusal.value.field == "new_mobile"
    assert "Chen Wei" not in str(refusal.value)


def test_u6_a_visit_renews_the_protection(ann: User) -> None:
    old = timezone.localdate() - timedelta(days=5)
    unit = make.unit(ann, protected_until=old)
    report = make.submitted(unit, ann)
    unit.refresh_from_db()
    assert unit.last_contact_at == report.visited_at
    assert unit.protected_until == timezone.localdate(report.visited_at) + timedelta(days=30)


def test_v5_the_apps_above_are_told_in_the_transaction(ann: User, heard: list[Any]) -> None:
    make.submitted(make.unit(ann), ann)
    assert heard == [(1, ann)]


def test_v4_every_invariant_holds_and_notices_a_fault(ann: User) -> None:
    unit = make.unit(ann)
    make.submitted(unit, ann)
    make.submitted(unit, ann)
    assert {name: rows for name, rows in offending().items() if rows} == {}
    VisitReport.objects.filter(number=1).update(number=7, state=ReportState.SUBMITTED)
    VisitReport.objects.filter(number=2).update(state=ReportState.DISCARDED, number=None)
    assert {name for name, rows in offending().items() if rows} == {
        "visits.report_numbers",
        "visits.report_states",
        "visits.visit_count",
    }


def offending() -> dict[str, list[str]]:
    """What the invariants of visits find."""
    found = {finding.invariant.name: finding.rows for finding in check_all()}
    return {name: rows for name, rows in found.items() if name.startswith("visits.")}
