"""The visit report: every field, drafts, versions, what has to be said (V4)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from core.errors import DomainError
from tests.visits import factories as make
from visits import report_fields
from visits.models import FollowUp, VisitReport
from visits.services import report_discard, report_save, report_start, report_submit
from visits.states import ReportState

ALL: dict[str, Any] = {
    "interviewers": "An engineer",
    "people_met": "Lin Mei and two colleagues",
    "new_name": "Lin Mei",
    "new_position": "Secretary",
    "new_mobile": "138 0013 8000",
    "new_official": False,
    "income": Decimal("42000.00"),
    "industry": "Trade",
    "office": "A floor of its own",
    "living": "Most rent",
    "self_build_soon": "yes",
    "self_build": "Two houses, 120 flats",
    "cars": "One in three",
    "people_flow": "300 a day",
    "location": "By the river",
    "need": "First homes",
    "intention": "strong",
    "purchasing_power": "Good",
    "accepted_area": "90–130",
    "price_attention": "3,400",
    "promotion_place": "The hall",
    "promotion_method": "A stand",
    "internal_website": "A notice board",
    "activities": "Meeting of members in June",
    "joint_event": "yes",
    "remarks": "They asked for a price list.",
    "next_step": "Bring the price list",
    "latitude": Decimal("24.874132"),
    "longitude": Decimal("118.675675"),
}


def test_v4_every_field_is_kept(ann: User, bob: User) -> None:
    draft = report_start(unit_id=make.unit(ann).pk, by=ann)
    facts = {
        **ALL,
        "visited_at": timezone.now() - timedelta(hours=2),
        "next_on": timezone.localdate() + timedelta(days=9),
        "party": [bob],
        "met_contact": None,
    }
    assert set(facts) == set(report_fields.WRITTEN)
    report_save(report_id=draft.pk, version=draft.version, facts=facts, by=ann)
    kept = VisitReport.objects.get(pk=draft.pk)
    assert {name: getattr(kept, name) for name in report_fields.COLUMNS} == {
        name: facts[name] for name in report_fields.COLUMNS
    }
    assert list(kept.party.all()) == [bob]


def test_v4_one_draft_for_each_person_and_unit(ann: User, bob: User) -> None:
    unit = make.unit(ann)
    first = report_start(unit_id=unit.pk, by=ann)
    assert report_start(unit_id=unit.pk, by=ann) == first
    assert report_start(unit_id=unit.pk, by=bob) != first


def test_v4_the_database_refuses_a_second_draft(ann: User) -> None:
    draft = report_start(unit_id=make.unit(ann).pk, by=ann)
    draft.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save(force_insert=True)


def test_v4_a_second_editor_is_told_and_overwrites_nothing(ann: User, bob: User) -> None:
    draft = report_start(unit_id=make.unit(ann).pk, by=ann)
    report_save(report_id=draft.pk, version=1, facts={"remarks": "Ann's"}, by=ann)
    with pytest.raises(DomainError, match="Somebody else saved this"):
        report_save(report_id=draft.pk, version=1, facts={"remarks": "Bob's"}, by=bob)
    draft.refresh_from_db()
    assert (draft.remarks, draft.version) == ("Ann's", 2)


def test_v4_what_is_not_sent_stays(ann: User) -> None:
    draft = report_start(unit_id=make.unit(ann).pk, by=ann)
    report_save(report_id=draft.pk, version=1, facts={"need": "Homes"}, by=ann)
    report_save(report_id=draft.pk, version=2, facts={"remarks": "Cars"}, by=ann)
    draft.refresh_from_db()
    assert (draft.need, draft.remarks) == ("Homes", "Cars")


def test_v4_the_number_is_counted_by_the_system(ann: User, bob: User) -> None:
    unit = make.unit(ann)
    assert [make.submitted(unit, by).number for by in (ann, bob, ann)] == [1, 2, 3]
    unit.refresh_from_db()
    assert unit.visit_count == 3


def test_v4_what_was_filed_is_nobodys_to_change(ann: User) -> None:
    report = make.submitted(make.unit(ann), ann)
    for change in (report_save, report_submit):
        with pytest.raises(DomainError, match="cannot be changed any more"):
            change(report_id=report.pk, version=report.version, facts={"remarks": "later"}, by=ann)
    with pytest.raises(DomainError):
        report_discard(report_id=report.pk, by=ann)


def test_v4_a_draft_thrown_away_makes_room_for_another(ann: User) -> None:
    unit = make.unit(ann)
    draft = report_start(unit_id=unit.pk, by=ann)
    report_discard(report_id=draft.pk, by=ann)
    again = report_start(unit_id=unit.pk, by=ann)
    assert again != draft
    assert VisitReport.objects.drafts().get() == again


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"joint_event": "unasked"}, "joint_event"),
        ({"new_name": " "}, "new_name"),
        ({"visited_at": timezone.now() + timedelta(days=400)}, "visited_at"),
        ({"next_on": timezone.localdate() - timedelta(days=40)}, "next_on"),
        ({"new_mobile": "12345"}, "new_mobile"),
    ],
)
def test_v4_what_is_missing_is_named_and_nothing_written(
    ann: User, missing: dict[str, Any], field: str
) -> None:
    draft = report_start(unit_id=make.unit(ann).pk, by=ann)
    facts = make.facts(remarks="Typed", **missing)
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        report_submit(report_id=draft.pk, version=1, facts=facts, by=ann)
    assert refusal.value.field == field
    draft.refresh_from_db()
    assert (draft.state, draft.remarks, draft.number) == (ReportState.DRAFT, "", None)
    assert not FollowUp.objects.exists()


def test_v4_a_later_report_says_whom_it_met(ann: User) -> None:
    unit = make.unit(ann)
    make.submitted(unit, ann)
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        make.submitted(unit, ann, new_name="")
    assert refusal.value.field == "people_met"
    assert make.submitted(unit, ann, new_name="", people_met="The office").number == 2
