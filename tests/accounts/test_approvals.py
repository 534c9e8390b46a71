"""The inbox tells who decides next and who asked, and nobody else."""

from datetime import date

import pytest

from accounts.models import Membership, Notification, Project, Team, User
from core import approvals
from core.approvals import Kind, Stage, approval_ask, approval_decide
from core.models import Approval
from tests.conftest import make_user

approvals.register(Kind("test_told", "Special terms", url=lambda approval: ""))


def ask(team: Team, by: User, *stages: Stage) -> Approval:
    return approval_ask(
        subject=team, kind="test_told", steps=stages, snapshot={"multiplier": "0.97"}, by=by
    )


def decide(approval: Approval, by: User, decision: str = "approve", reason: str = "") -> None:
    approval_decide(approval_id=approval.pk, decision=decision, reason=reason, by=by)


def inbox(user: User) -> list[str]:
    return list(user.notifications.order_by("pk").values_list("title", flat=True))


@pytest.fixture
def stranger(db: None) -> User:
    """A manager of another project."""
    return make_user("stranger", "manager", Project.objects.create(name="Else", code="else"))


def test_each_stage_is_told_when_its_turn_comes(
    team1: Team, ann: User, manager: User, director: User, stranger: User
) -> None:
    approval = ask(team1, ann, Stage(("manager",)), Stage(("director",)))
    assert inbox(manager) == ["Waits for your decision: Team 1"]
    assert (inbox(director), inbox(stranger), inbox(ann)) == ([], [], [])
    decide(approval, manager)
    assert inbox(director) == ["Waits for your decision: Team 1"]
    assert len(inbox(manager)) == 1
    note = Notification.objects.get(user=director)
    assert (note.url, note.body) == (
        approval.get_absolute_url(), "Special terms, asked by Ann",
    )  # fmt: skip


def test_who_asked_is_told_what_became_of_it(
    team1: Team, ann: User, manager: User, director: User
) -> None:
    first = ask(team1, ann, Stage(("manager",)))
    decide(first, manager, "return", "the price is missing")
    second = ask(team1, ann, Stage(("manager",)))
    decide(second, manager)
    assert inbox(ann) == ["Returned: Team 1", "Approved: Team 1"]
    assert inbox(director) == []


def test_a_leader_is_told_of_the_own_team_only(
    project: Project, team1: Team, team2: Team, ann: User, lead: User
) -> None:
    other = make_user("lead2", "leader", project)
    Membership.objects.create(user=other, team=team2, starts_on=date(2008, 5, 1), leader=True)
    approval_ask(
        subject=Approval.objects.create(
            kind="test_told", subject_type="x", subject_id=1, title="Plan of the day",
            project_id=project.pk, team_id=team1.pk, snapshot={}, asked_by=ann,
            asked_at="2008-06-01T08:00+08:00",
        ),
        kind="test_told", steps=[Stage(("leader",))], snapshot={}, by=ann,
    )  # fmt: skip
    assert len(inbox(lead)) == 1
    assert inbox(other) == []


def test_who_left_is_not_told(team1: Team, ann: User, manager: User) -> None:
    User.objects.filter(pk=manager.pk).update(is_active=False)
    ask(team1, ann, Stage(("manager",)))
    assert inbox(manager) == []
