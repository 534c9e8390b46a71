"""States move along their table and nowhere else, and every move is on record."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import models

from accounts.models import Project, User
from core import audit, states
from core.errors import DomainError
from core.models import AuditRecord, StateChange

TRANSITIONS: states.Transitions = {
    "draft": frozenset({"sent"}),
    "sent": frozenset({"draft", "paid"}),
    "paid": frozenset(),
}


class Paper:
    """A row with a state, standing in for an app's model: core has none of its own."""

    def __init__(self, project: Project, state: str = "draft") -> None:
        self.pk, self.state, self.saved = project.pk, state, [""]
        self._meta = PaperMeta()

    def save(self, *, update_fields: list[str]) -> None:
        self.saved = update_fields


@dataclass
class PaperMeta:
    label_lower: str = "tests.paper"
    field: Any = field(
        default_factory=lambda: models.CharField(choices=[("draft", "Draft"), ("sent", "Sent")])
    )

    def get_field(self, name: str) -> Any:
        return self.field


ARROWS = [(a, b) for a in TRANSITIONS for b in TRANSITIONS if b in TRANSITIONS[a]]
NO_ARROWS = [(a, b) for a in TRANSITIONS for b in TRANSITIONS if b not in TRANSITIONS[a]]


@pytest.mark.parametrize(("before", "to"), ARROWS)
def test_an_arrow_is_followed_and_recorded(
    ann: User, project: Project, before: str, to: str
) -> None:
    paper = Paper(project, before)
    at = states.advance(
        paper, to, by=ann, why="because", transitions=TRANSITIONS, fields=["paid_at"]
    )
    change, link = StateChange.objects.get(), AuditRecord.objects.get()
    assert (paper.state, paper.saved) == (to, ["state", "paid_at"])
    assert (change.from_state, change.to_state, change.by, change.why) == (
        before,
        to,
        ann,
        "because",
    )
    assert change.at == at
    assert link.action == f"tests.paper.{to}"
    assert link.data == {"was": before, "why": audit.sealed("because")}


@pytest.mark.parametrize(("before", "to"), [*NO_ARROWS, ("unknown", "draft"), ("draft", "x")])
def test_where_no_arrow_leads_nothing_moves(
    ann: User, project: Project, before: str, to: str
) -> None:
    paper = Paper(project, before)
    with pytest.raises(DomainError, match="Reload the page"):
        states.advance(paper, to, by=ann, transitions=TRANSITIONS)
    assert (paper.state, paper.saved) == (before, [""])
    assert not StateChange.objects.exists()
    assert not AuditRecord.objects.exists()


def test_the_refusal_speaks_in_labels(ann: User, project: Project) -> None:
    with pytest.raises(DomainError) as caught:
        states.advance(Paper(project, "draft"), "paid", by=ann, transitions=TRANSITIONS)
    assert "“Draft”" in str(caught.value)


def test_a_path_reads_oldest_first(ann: User, project: Project) -> None:
    paper: Any = Paper(project)
    for to in ("sent", "draft", "sent", "paid"):
        states.advance(paper, to, by=ann, transitions=TRANSITIONS)
    assert [change.to_state for change in states.changes(paper)] == [
        "sent",
        "draft",
        "sent",
        "paid",
    ]


def test_a_long_reason_is_cut_not_refused(ann: User, project: Project) -> None:
    states.advance(Paper(project), "sent", by=ann, why="x" * 600, transitions=TRANSITIONS)
    assert len(StateChange.objects.get().why) == 500
