"""Follow-ups: the rhythm by grade, opened and closed by visits, done, moved (V6, U6, U5)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Team, User
from core import states
from core.errors import DomainError
from core.models import AuditRecord, PolicyRow
from tests.visits import factories as make
from units.services import unit_assign, unit_evaluate
from visits.models import FollowUp, VisitReport
from visits.services import (
    followup_add,
    followup_cancel,
    followup_done,
    followup_move,
    report_start,
)
from visits.states import FollowUpState


def today() -> date:
    return timezone.localdate()


def opened(report: VisitReport) -> FollowUp:
    return FollowUp.objects.get(opened_by=report)


@pytest.mark.parametrize(("grade", "days"), [("A", 3), ("B", 7), ("C", 14), ("D", 30), ("", 30)])
def test_v6_a_visit_opens_the_follow_up_by_grade(ann: User, grade: str, days: int) -> None:
    report = make.submitted(make.unit(ann, grade=grade), ann)
    due = timezone.localdate(report.visited_at) + timedelta(days=days)
    row = opened(report)
    assert (row.due_on, row.by_grade, row.state) == (due, True, "open")


def test_v6_the_day_a_person_names_goes_before_the_rhythm(ann: User) -> None:
    day = today() + timedelta(days=5)
    row = opened(make.submitted(make.unit(ann, grade="A"), ann, next_on=day, next_step="Call"))
    assert (row.due_on, row.by_grade, row.title) == (day, False, "Call")


def test_v6_the_rhythm_is_policy_data(ann: User) -> None:
    PolicyRow.objects.create(
        kind="visits", valid_from=date(2008, 1, 1), values={"rhythm_a": 5}, created_by=ann
    )
    report = make.submitted(make.unit(ann, grade="A"), ann)
    due = timezone.localdate(report.visited_at) + timedelta(days=5)
    assert opened(report).due_on == due


def test_v6_the_grade_given_after_the_visit_dates_it_anew(ann: User) -> None:
    unit = make.unit(ann)
    report = make.submitted(unit, ann)
    unit_evaluate(unit_id=unit.pk, factors={"headcount": 90, "help": 90}, by=ann)
    assert opened(report).due_on == timezone.localdate(report.visited_at) + timedelta(days=3)


def test_v6_a_grade_leaves_the_day_a_person_named(ann: User) -> None:
    unit = make.unit(ann)
    day = today() + timedelta(days=5)
    report = make.submitted(unit, ann, next_on=day)
    unit_evaluate(unit_id=unit.pk, factors={"headcount": 90, "help": 90}, by=ann)
    assert opened(report).due_on == day


@pytest.mark.parametrize(("days", "state"), [(-3, "done"), (0, "done"), (1, "open")])
def test_v6_a_visit_closes_what_was_due(ann: User, days: int, state: str) -> None:
    unit = make.unit(ann)
    row = make.followup(unit, ann, today() + timedelta(days=days))
    report = make.submitted(unit, ann, visited_at=timezone.now())
    row.refresh_from_db()
    assert row.state == state
    assert (row.closed_by == report) == (state == "done")


def test_v6_a_visit_leaves_other_units_alone(ann: User) -> None:
    other = make.followup(make.unit(ann, name="Quanzhou Chamber"), ann, today())
    make.submitted(make.unit(ann), ann)
    other.refresh_from_db()
    assert other.state == FollowUpState.OPEN


def test_v6_one_open_follow_up_for_each_visit(ann: User) -> None:
    unit = make.unit(ann)
    report = make.submitted(unit, ann)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.followup(unit, ann, today(), opened_by=report)


def test_v6_the_follower_of_the_unit_owes_it(ann: User, bob: User) -> None:
    assert opened(make.submitted(make.unit(ann), bob)).owner == ann


def test_u6_done_renews_the_protection_and_says_what_came_of_it(ann: User) -> None:
    unit = make.unit(ann, protected_until=today(), last_contact_at=None)
    row = make.followup(unit, ann, today())
    followup_done(followup_id=row.pk, outcome="They come on Sunday", by=ann)
    row.refresh_from_db()
    unit.refresh_from_db()
    assert (row.state, row.outcome) == ("done", "They come on Sunday")
    assert unit.protected_until == today() + timedelta(days=30)
    assert FollowUp.objects.open().count() == 0


def test_v6_done_and_next_in_seven_days(ann: User) -> None:
    row = make.followup(make.unit(ann), ann, today())
    day = today() + timedelta(days=7)
    followup_done(followup_id=row.pk, outcome="", next_on=day, by=ann)
    following = FollowUp.objects.open().get()
    assert (following.due_on, following.unit, following.owner) == (day, row.unit, ann)


def test_v6_done_is_done_once(ann: User) -> None:
    row = make.followup(make.unit(ann), ann, today())
    followup_done(followup_id=row.pk, outcome="", by=ann)
    with pytest.raises(DomainError):
        followup_done(followup_id=row.pk, outcome="", by=ann)
    with pytest.raises(DomainError):
        followup_move(followup_id=row.pk, due_on=today(), why="late", by=ann)
    with pytest.raises(DomainError):
        followup_cancel(followup_id=row.pk, why="late", by=ann)


def test_v6_a_moved_day_is_recorded_with_its_reason(ann: User) -> None:
    row = make.followup(make.unit(ann), ann, today(), by_grade=True)
    day = today() + timedelta(days=2)
    followup_move(followup_id=row.pk, due_on=day, why="They are away", by=ann)
    row.refresh_from_db()
    assert (row.due_on, row.by_grade) == (day, False)
    assert [change.why for change in states.changes(row)][-1] == "They are away"
    assert AuditRecord.objects.get(action="visits.followup.moved").data["now"] == f"{day}"


def test_v6_nothing_is_owed_in_the_past(ann: User) -> None:
    unit = make.unit(ann)
    with pytest.raises(DomainError) as refusal:
        followup_add(
            unit_id=unit.pk,
            contact_id=None,
            due_on=today() - timedelta(days=1),
            subject="Call",
            by=ann,
        )
    assert refusal.value.field == "due_on"


def test_v6_a_customer_without_a_unit_is_followed_up_too(ann: User) -> None:
    person = make.contact(make.unit(ann), ann)
    person.unit = None
    person.save(update_fields=["unit"])
    row = followup_add(unit_id=None, contact_id=person.pk, due_on=today(), subject="Call", by=ann)
    assert (row.unit, row.contact, row.owner, row.whom) == (None, person, ann, "Chen Wei")
    followup_done(followup_id=row.pk, outcome="", by=ann)


def test_v6_a_person_of_another_unit_is_refused(ann: User) -> None:
    person = make.contact(make.unit(ann, name="Quanzhou Chamber"), ann)
    with pytest.raises(DomainError):
        followup_add(
            unit_id=make.unit(ann).pk,
            contact_id=person.pk,
            due_on=today(),
            subject="",
            by=ann,
        )


def test_u5_what_is_owed_goes_with_the_unit(
    ann: User, cai: User, manager: User, team2: Team
) -> None:
    unit = make.unit(ann)
    report = make.submitted(unit, ann)
    draft = report_start(unit_id=unit.pk, by=ann)
    unit_assign(unit_id=unit.pk, owner=cai, why="moved", by=manager)
    row = opened(report)
    assert (row.owner, row.team) == (cai, team2)
    assert set(VisitReport.objects.visible_to(cai)) == {report, draft}
    assert report in VisitReport.objects.visible_to(ann)
