"""Approvals: steps by role, all or any or in order, return with a reason, change starts again."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Project, Team, User
from core import approvals, commands, registry, states
from core.approvals import (
    Kind,
    Stage,
    approval_ask,
    approval_changed,
    approval_decide,
    approval_withdraw,
    in_order,
)
from core.approvals.selectors import waiting_for
from core.approvals.states import TRANSITIONS
from core.approvals.values import lines
from core.errors import DomainError
from core.models import Approval, ApprovalStep, AuditRecord
from tests.conftest import make_user

approvals.register(
    Kind(
        "test_terms",
        "Special terms",
        labels={"multiplier": "Multiplier", "until": "Until"},
        url=lambda approval: "",
    )
)
TERMS = {"multiplier": Decimal("0.97"), "until": "2008-07-15"}


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """What the apps were told, in order."""
    told: list[str] = []

    def hear(name: str) -> Callable[..., None]:
        def listen(sender: Any, approval: Approval, by: Any, **kwargs: Any) -> None:
            told.append(f"{name} by {by.username}")

        return listen

    listeners = {name: hear(name) for name in ("asked", "approved", "returned")}
    for name, listen in listeners.items():
        getattr(approvals, name).connect(listen)
    yield told
    for name, listen in listeners.items():
        getattr(approvals, name).disconnect(listen)


def ask(team: Team, by: User, *stages: Stage, **terms: Any) -> Approval:
    return approval_ask(
        subject=team,
        kind="test_terms",
        steps=stages or in_order("manager", "director"),
        snapshot={**TERMS, **terms},
        by=by,
    )


def decide(approval: Approval, by: User, decision: str = "approve", reason: str = "") -> Approval:
    return approval_decide(approval_id=approval.pk, decision=decision, reason=reason, by=by)


def test_p7_one_role_after_the_other(
    team1: Team, ann: User, manager: User, director: User, heard: list[str]
) -> None:
    approval = ask(team1, ann)
    assert (waiting_for(manager), waiting_for(director)) == ([approval], [])
    with pytest.raises(DomainError, match="does not wait for you"):
        decide(approval, director)
    decide(approval, manager)
    assert (waiting_for(manager), waiting_for(director)) == ([], [approval])
    assert decide(approval, director).state == "approved"
    assert waiting_for(director) == []
    assert heard == ["asked by ann", "asked by manager", "approved by director"]


def test_all_of_a_stage_must_agree(team1: Team, ann: User, manager: User, fin1: User) -> None:
    approval = ask(team1, ann, Stage(("manager", "finance")))
    assert waiting_for(fin1) == [approval]
    assert decide(approval, fin1).state == "waiting"
    assert decide(approval, manager).state == "approved"


def test_any_of_a_stage_is_enough(team1: Team, ann: User, manager: User, fin1: User) -> None:
    approval = ask(team1, ann, Stage(("manager", "finance"), approvals.services.ANY))
    assert decide(approval, fin1).state == "approved"
    assert set(approval.steps.values_list("role", "state")) == {
        ("finance", "approved"),
        ("manager", "skipped"),
    }
    assert waiting_for(manager) == []


def test_who_asked_may_not_decide(team1: Team, manager: User, project: Project) -> None:
    approval = ask(team1, manager, Stage(("manager",)))
    assert waiting_for(manager) == []
    with pytest.raises(DomainError, match="asked for this yourself"):
        decide(approval, manager)
    other = make_user("manager2", "manager", project)
    assert decide(approval, other).state == "approved"


def test_one_person_decides_one_step(team1: Team, ann: User, manager: User) -> None:
    approval = ask(team1, ann, *in_order("manager", "manager"))
    decide(approval, manager)
    assert waiting_for(manager) == []
    with pytest.raises(DomainError, match="another person"):
        decide(approval, manager)


def test_a_return_needs_a_reason_and_ends_it(
    team1: Team, ann: User, manager: User, heard: list[str]
) -> None:
    approval = ask(team1, ann)
    with pytest.raises(DomainError) as refusal:
        decide(approval, manager, "return", "  ")
    assert refusal.value.field == "reason"
    assert decide(approval, manager, "return", "The date is missing.").state == "returned"
    assert heard[-1] == "returned by manager"
    assert [change.why for change in states.changes(approval)] == ["", "The date is missing."]
    assert ask(team1, ann).before is None  # nothing was ever approved


def test_a_manager_of_another_project_has_no_part_in_it(
    team1: Team, ann: User, manager: User
) -> None:
    elsewhere = Project.objects.create(name="Elsewhere", code="elsewhere")
    stranger = make_user("stranger", "manager", elsewhere)
    approval = ask(team1, ann)
    assert waiting_for(stranger) == []
    assert not Approval.objects.visible_to(stranger).exists()
    with pytest.raises(DomainError):
        decide(approval, stranger)


def test_v2_the_leader_of_another_team_sees_nothing(
    team1: Team, team2: Team, ann: User, lead: User, project: Project
) -> None:
    other = make_user("lead2", "leader", project, team2)
    approval = ask(team1, ann, Stage(("leader",)))
    Approval.objects.filter(pk=approval.pk).update(team_id=team1.pk)
    assert waiting_for(lead) == [approval]
    assert waiting_for(other) == []
    assert not Approval.objects.visible_to(other).exists()


def test_a_kind_may_refuse_a_person(team1: Team, ann: User, manager: User) -> None:
    approvals.register(Kind("test_picky", "Picky", check=lambda user, approval: False))
    approval = approval_ask(
        subject=team1, kind="test_picky", steps=in_order("manager"), snapshot={}, by=ann
    )
    assert waiting_for(manager) == []
    with pytest.raises(DomainError):
        decide(approval, manager)


def test_only_one_request_lives_at_a_time(team1: Team, ann: User, bob: User) -> None:
    ask(team1, ann)
    with pytest.raises(DomainError, match="waits for a decision"):
        ask(team1, bob)


def test_who_asked_may_withdraw_while_it_waits(
    team1: Team, ann: User, bob: User, manager: User, director: User
) -> None:
    approval = ask(team1, ann)
    with pytest.raises(DomainError, match="Only who asked"):
        approval_withdraw(approval_id=approval.pk, by=bob)
    assert approval_withdraw(approval_id=approval.pk, by=ann).state == "withdrawn"
    again = ask(team1, ann)
    decide(again, manager)
    decide(again, director)
    with pytest.raises(DomainError, match="has been decided"):
        approval_withdraw(approval_id=again.pk, by=ann)


def test_a_change_to_what_was_approved_starts_again(
    team1: Team, ann: User, manager: User, director: User
) -> None:
    first = ask(team1, ann)
    decide(first, manager)
    decide(first, director)
    same = approval_changed(subject=team1, kind="test_terms", snapshot=TERMS, by=ann)
    assert same is None
    changed = {**TERMS, "multiplier": Decimal("0.95")}
    second = approval_changed(subject=team1, kind="test_terms", snapshot=changed, by=ann)
    assert second is not None
    first.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "waiting")
    assert [(line.label, line.before, line.now) for line in _lines(second) if line.changed] == [
        ("Multiplier", "0.97", "0.95")
    ]
    assert list(second.steps.values_list("role", "state")) == [
        ("manager", "waiting"),
        ("director", "waiting"),
    ]


def _lines(approval: Approval) -> Any:
    return lines(approval.snapshot, approval.before, {"multiplier": "Multiplier"})


def test_nothing_live_nothing_changes(team1: Team, ann: User) -> None:
    assert approval_changed(subject=team1, kind="test_terms", snapshot=TERMS, by=ann) is None


STATES = ("waiting", "approved", "returned", "withdrawn")


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_every_arrow_and_no_other(team1: Team, ann: User, before: str, after: str) -> None:
    approval = ask(team1, ann)
    Approval.objects.filter(pk=approval.pk).update(state=before)
    approval.refresh_from_db()
    if after in TRANSITIONS[before]:
        states.advance(approval, after, by=ann, transitions=TRANSITIONS)
        return
    with pytest.raises(DomainError):
        states.advance(approval, after, by=ann, transitions=TRANSITIONS)


def test_each_decision_is_audited(team1: Team, ann: User, manager: User) -> None:
    approval = ask(team1, ann, Stage(("manager",)))
    commands.execute(
        approval_decide, by=manager, approval_id=approval.pk, decision="approve", reason=""
    )
    assert {"core.approval_step.approved", "core.approval.approved"} <= set(
        AuditRecord.objects.values_list("action", flat=True)
    )


def test_today_tells_what_waits(team1: Team, ann: User, manager: User) -> None:
    def cards() -> list[registry.TodayCard]:
        today = registry.today(manager, timezone.localdate())
        return [card for card in today if "your decision" in str(card.title)]

    assert cards() == []
    approval = ask(team1, ann)
    assert [card.url for card in cards()] == [approval.get_absolute_url()]
    ask(Team.objects.create(project=team1.project, name="Team 9"), ann)
    assert [(card.count, card.url) for card in cards()] == [(2, "/approvals/")]


def test_one_decides_in_the_browser(team1: Team, ann: User, manager: User, as_user: Any) -> None:
    approval = ask(team1, ann, Stage(("manager",)))
    browser, address = as_user(manager), approval.get_absolute_url()
    assert "Team 1" in browser.get("/approvals/").content.decode()
    page = browser.get(address).content.decode()
    assert "0.97" in page
    assert "Multiplier" in page
    sent = {"decision": "approve", "reason": "", "form_key": str(uuid4())}
    for _ in range(2):  # a double click
        assert browser.post(f"{address}decide/", sent).status_code == 302
    approval.refresh_from_db()
    assert approval.state == "approved"
    assert "Team 1" in browser.get("/approvals/?tab=told").content.decode()
    assert "Team 1" in as_user(ann).get("/approvals/?tab=mine").content.decode()


def test_a_refusal_keeps_what_was_typed(
    team1: Team, ann: User, bob: User, manager: User, as_user: Any
) -> None:
    approval = ask(team1, ann)
    address = approval.get_absolute_url()
    sent = {"decision": "nonsense", "reason": "Please check the area."}
    answer = as_user(manager).post(f"{address}decide/", sent)
    assert answer.status_code == 422
    assert "Please check the area." in answer.content.decode()
    assert as_user(bob).get(address).status_code == 404
    assert as_user(ann).post(f"{address}decide/", {"decision": "approve"}).status_code == 422
    assert as_user(ann).get(f"{address}withdraw/").status_code == 200


@pytest.mark.races
def test_twenty_managers_decide_once(race: Any, team1: Team, ann: User, project: Project) -> None:
    approval = ask(team1, ann, Stage(("manager",)))
    managers = [make_user(f"manager{n}", "manager", project) for n in range(20)]

    def one(number: int) -> Any:
        return commands.execute(
            approval_decide,
            by=managers[number],
            approval_id=approval.pk,
            decision="approve",
            reason="",
        )

    results = race(20, one)
    assert sum(isinstance(result, Approval) for result in results) == 1
    assert sum(isinstance(result, DomainError) for result in results) == 19


@pytest.mark.races
def test_without_the_lock_several_decide(
    race: Any, team1: Team, ann: User, project: Project
) -> None:
    approval = ask(team1, ann, Stage(("manager",)))
    managers = [make_user(f"manager{n}", "manager", project) for n in range(20)]
    looked = Barrier(20)

    def one(number: int) -> bool:
        step = ApprovalStep.objects.get(approval=approval)
        looked.wait(timeout=30)
        if step.state != "waiting":
            return False
        step.state, step.decided_by, step.at = "approved", managers[number], timezone.now()
        step.save(update_fields=["state", "decided_by", "at"])
        return True

    assert race(20, one) == [True] * 20


def test_old_waiting_ones_come_first(team1: Team, team2: Team, ann: User, manager: User) -> None:
    newer, older = ask(team1, ann), ask(team2, ann)
    Approval.objects.filter(pk=older.pk).update(asked_at=timezone.now() - timedelta(days=2))
    assert waiting_for(manager) == [older, newer]
