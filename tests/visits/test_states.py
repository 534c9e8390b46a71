"""Every arrow and every non-arrow of reports and follow-ups."""

import pytest

from accounts.models import User
from core.errors import DomainError
from core.models import StateChange
from core.states import advance
from tests.visits import factories as make
from visits.models import FollowUp, VisitReport
from visits.services import report_start
from visits.states import (
    FOLLOW_UP_TRANSITIONS,
    REPORT_TRANSITIONS,
    FollowUpState,
    ReportState,
)


@pytest.mark.parametrize("state", ReportState)
@pytest.mark.parametrize("to", ReportState)
def test_v4_a_report_follows_its_arrows_alone(
    ann: User, state: ReportState, to: ReportState
) -> None:
    report = VisitReport(pk=1, state=state)
    if to in REPORT_TRANSITIONS[state]:
        return
    with pytest.raises(DomainError):
        advance(report, to, by=ann, transitions=REPORT_TRANSITIONS)


@pytest.mark.parametrize("state", FollowUpState)
@pytest.mark.parametrize("to", FollowUpState)
def test_v6_a_follow_up_follows_its_arrows_alone(
    ann: User, state: FollowUpState, to: FollowUpState
) -> None:
    row = FollowUp(pk=1, state=state)
    if to in FOLLOW_UP_TRANSITIONS[state]:
        return
    with pytest.raises(DomainError):
        advance(row, to, by=ann, transitions=FOLLOW_UP_TRANSITIONS)


def test_v4_filing_leaves_who_when_and_from_where(ann: User) -> None:
    report = make.submitted(make.unit(ann), ann)
    change = StateChange.objects.get(subject_type="visits.visitreport", subject_id=report.pk)
    assert (change.from_state, change.to_state, change.by) == ("draft", "submitted", ann)


def test_v4_the_choices_of_the_model_are_the_states(ann: User) -> None:
    assert [value for value, _ in VisitReport.STATE_CHOICES] == list(ReportState)
    assert [value for value, _ in FollowUp.STATE_CHOICES] == list(FollowUpState)


def test_v4_a_new_report_is_a_draft(ann: User) -> None:
    assert report_start(unit_id=make.unit(ann).pk, by=ann).state == ReportState.DRAFT
