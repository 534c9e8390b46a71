"""Many at once: one filing, numbers without gaps, one draft, no edit lost unseen (V4, V5)."""

from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError

from accounts.models import Project, Team, User
from core.commands import execute
from core.errors import DomainError
from tests.conftest import Race, make_user
from tests.visits import factories as make
from units.models import Unit
from visits.models import FollowUp, VisitReport
from visits.services import report, report_save, report_start, report_submit

pytestmark = pytest.mark.races


def without_lock(patch: pytest.MonkeyPatch) -> None:
    """Read unit and draft as they are, with every check but without the locks: all twenty look
    before one writes."""
    looked = Barrier(20)

    def unit(report_id: int) -> Unit:
        found: Unit = Unit.objects.get(visits=report_id)
        return found

    def draft(report_id: int, version: int, editor: str) -> VisitReport:
        found: VisitReport = VisitReport.objects.get(pk=report_id)
        if not found.is_draft or found.version != version:
            raise DomainError("refused")
        looked.wait(timeout=30)
        return found

    patch.setattr(report, "_locked_unit", unit)
    patch.setattr(report, "_locked_draft", draft)


def submit(draft: VisitReport, by: User) -> VisitReport:
    return execute(
        report_submit, by=by, report_id=draft.pk, version=draft.version, facts=make.facts()
    )


def test_v5_twenty_filings_of_one_draft_give_one_number(race: Race, ann: User) -> None:
    draft = report_start(unit_id=make.unit(ann).pk, by=ann)
    results = race(20, lambda: submit(draft, ann))
    assert [result.number for result in results if isinstance(result, VisitReport)] == [1]
    assert sum(isinstance(result, DomainError) for result in results) == 19
    assert (Unit.objects.get().visit_count, FollowUp.objects.count()) == (1, 1)


def test_v5_twin_without_the_lock_only_the_constraint_is_left(
    race: Race, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = report_start(unit_id=make.unit(ann).pk, by=ann)
    without_lock(monkeypatch)
    results = race(20, lambda: submit(draft, ann))
    assert any(isinstance(result, IntegrityError) for result in results)


def test_v4_reports_filed_at_once_are_numbered_without_gap_or_double(
    race: Race, project: Project, team1: Team, ann: User
) -> None:
    unit = make.unit(ann)
    people = [make_user(f"p{n}", "sales", project, team1) for n in range(12)]
    drafts = [report_start(unit_id=unit.pk, by=person) for person in people]
    results = race(12, lambda n: submit(drafts[n], people[n]))
    assert sorted(result.number for result in results) == list(range(1, 13))


def test_v4_twenty_beginnings_are_one_draft(race: Race, ann: User) -> None:
    unit = make.unit(ann)
    results = race(20, lambda: execute(report_start, by=ann, unit_id=unit.pk))
    assert len({result.pk for result in results}) == 1


def save(draft: VisitReport, by: User, remarks: str) -> Any:
    facts = {"remarks": remarks}
    return execute(report_save, by=by, report_id=draft.pk, version=draft.version, facts=facts)


def test_v4_of_twenty_who_save_one_version_one_is_told_saved(race: Race, ann: User) -> None:
    draft = report_start(unit_id=make.unit(ann).pk, by=ann)
    results = race(20, lambda n: save(draft, ann, f"words {n}"))
    saved = [result for result in results if isinstance(result, VisitReport)]
    assert len(saved) == 1
    draft.refresh_from_db()
    assert (draft.remarks, draft.version) == (saved[0].remarks, 2)


def test_v4_twin_without_the_lock_words_are_lost_unseen(
    race: Race, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = report_start(unit_id=make.unit(ann).pk, by=ann)
    without_lock(monkeypatch)
    results = race(20, lambda n: save(draft, ann, f"words {n}"))
    assert sum(isinstance(result, VisitReport) for result in results) > 1
