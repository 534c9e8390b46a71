"""Policies: numbers valid from a day on, kept exactly, edited in the browser."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Project, User
from core.errors import DomainError
from core.models import AuditRecord, PolicyRow
from core.policies import (
    Change,
    Policy,
    policy,
    policy_on,
    policy_set,
    policy_withdraw,
    project_policy_set,
)
from core.policies.forms import form_class, initial_values
from core.policies.kinds import kind_named
from core.policies.values import as_values, pack, read_lines, slots, unpack, write


@dataclass(frozen=True)
class Step:
    homes: int = field(metadata={"label": "homes"})
    multiplier: Decimal = field(metadata={"label": "multiplier", "max": 1})


@policy("test_trial", "Trial")
@dataclass(frozen=True)
class Trial(Policy):
    amount: Decimal = field(
        default=Decimal("1000.50"),
        metadata={"label": "Amount", "help": "Per home.", "unit": "yuan"},
    )
    days: int = field(default=7, metadata={"label": "Days", "max": 365})
    held: bool = field(default=True, metadata={"label": "Held"})
    morning: time = field(default=time(8, 0), metadata={"label": "Morning"})
    opens: date = field(default=date(2008, 5, 15), metadata={"label": "Opens"})
    limit: Decimal | None = field(default=None, metadata={"label": "Limit"})
    word: str = field(default="none", metadata={"label": "Tax", "choices": [("none", "None")]})
    bands: tuple[int, ...] = field(default=(3, 10, 30), metadata={"label": "Bands"})
    steps: tuple[Step, ...] = field(
        default=(Step(9, Decimal("0.98")),), metadata={"label": "Steps"}
    )

    def check(self) -> None:
        if self.limit is not None and self.limit < self.amount:
            raise DomainError("The limit is below the amount.", field="limit")


def tomorrow(days: int = 1) -> date:
    return timezone.localdate() + timedelta(days=days)


def values(**other: Any) -> dict[str, Any]:
    return {**as_values(Trial()), **other}


def row(by: User, day: date, project_id: int | None = None, **other: Any) -> PolicyRow:
    """A row of the past, as time would have made it."""
    return PolicyRow.objects.create(
        kind="test_trial",
        project_id=project_id,
        valid_from=day,
        values=pack(Trial, values(**other)),
        created_by=by,
    )


def test_values_come_back_exactly() -> None:
    trial = Trial(limit=Decimal("2000.10"), steps=(Step(9, Decimal("0.980")), Step(20, Decimal(1))))
    kept = pack(Trial, as_values(trial))
    assert kept["amount"] == "1000.50"
    assert kept["steps"][0] == {"homes": 9, "multiplier": "0.980"}
    assert Trial(**unpack(Trial, kept)) == trial


def test_a_field_that_came_later_takes_its_default() -> None:
    kept = pack(Trial, values(days=9))
    del kept["morning"]
    assert Trial(**unpack(Trial, {**kept, "gone": 1})) == Trial(days=9)


@pytest.mark.django_db
def test_without_a_row_the_defaults_hold() -> None:
    found = policy_on(Trial, date(2008, 5, 15))
    assert found == Trial()
    assert found.policy_id is None


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (date(2008, 4, 30), 7),
        (date(2008, 5, 1), 10),
        (date(2008, 5, 31), 10),
        (date(2008, 6, 1), 12),
        (date(2030, 1, 1), 12),
    ],
)
def test_the_newest_row_not_after_the_day_holds(manager: User, day: date, days: int) -> None:
    row(manager, date(2008, 5, 1), days=10)
    row(manager, date(2008, 6, 1), days=12)
    assert policy_on(Trial, day).days == days


def test_a_projects_own_row_goes_before_the_general_one(manager: User, project: Project) -> None:
    own = row(manager, date(2008, 5, 1), project_id=project.pk, days=5)
    row(manager, date(2008, 6, 1), days=12)
    assert policy_on(Trial, date(2008, 6, 2), project.pk).policy_id == own.pk
    assert policy_on(Trial, date(2008, 6, 2), project.pk + 1).days == 12
    assert policy_on(Trial, date(2008, 6, 2)).days == 12


def test_what_holds_is_one_query(manager: User, django_assert_num_queries: Any) -> None:
    row(manager, date(2008, 5, 1))
    with django_assert_num_queries(1):
        policy_on(Trial, date(2008, 5, 2), 1)


def test_new_values_are_audited_with_the_old_ones(manager: User) -> None:
    made = policy_set(
        kind="test_trial", valid_from=tomorrow(), values=values(days=8), note="Order 3", by=manager
    )
    link = AuditRecord.objects.get(action="core.policy_set")
    assert (link.by, link.subject_id) == (manager, str(made.pk))
    assert link.data["was"]["days"] == 7
    assert link.data["values"]["days"] == 8
    assert policy_on(Trial, timezone.localdate()).days == 7
    assert policy_on(Trial, tomorrow()).days == 8


@pytest.mark.parametrize("days", [-400, -1, 0])
def test_history_is_never_rewritten(manager: User, days: int) -> None:
    with pytest.raises(DomainError) as refusal:
        policy_set(
            kind="test_trial", valid_from=tomorrow(days), values=values(), note="", by=manager
        )
    assert refusal.value.field == "valid_from"
    assert not PolicyRow.objects.exists()


def test_one_set_of_values_a_day(manager: User) -> None:
    params: dict[str, Any] = {"kind": "test_trial", "valid_from": tomorrow(), "note": ""}
    policy_set(**params, values=values(days=8), by=manager)
    with pytest.raises(DomainError, match="planned already"):
        policy_set(**params, values=values(days=9), by=manager)
    assert policy_on(Trial, tomorrow()).days == 8


def test_values_that_contradict_each_other_are_refused(manager: User) -> None:
    with pytest.raises(DomainError) as refusal:
        policy_set(
            kind="test_trial",
            valid_from=tomorrow(),
            values=values(limit=Decimal(1)),
            note="",
            by=manager,
        )
    assert refusal.value.field == "limit"


def test_planned_values_can_be_withdrawn_those_in_force_not(manager: User) -> None:
    old = row(manager, date(2008, 5, 1))
    planned = policy_set(
        kind="test_trial", valid_from=tomorrow(), values=values(), note="", by=manager
    )
    policy_withdraw(row_id=planned.pk, by=manager)
    with pytest.raises(DomainError):
        policy_withdraw(row_id=old.pk, by=manager)
    assert list(PolicyRow.objects.live()) == [old]
    policy_set(kind="test_trial", valid_from=tomorrow(), values=values(), note="", by=manager)
    assert AuditRecord.objects.filter(action="core.policy_withdraw").count() == 1


def test_only_ones_own_project_takes_values_of_its_own(manager: User, project: Project) -> None:
    change = Change("test_trial", tomorrow(), values(days=3))
    project_policy_set(project_id=project.pk, change=change, by=manager)
    assert policy_on(Trial, tomorrow(), project.pk).days == 3
    with pytest.raises(DomainError):
        project_policy_set(project_id=project.pk + 1, change=change, by=manager)


STEPS = {slot.name: slot for slot in slots(Trial)}["steps"]


@pytest.mark.parametrize(
    "line", ["9 × 0.98", "9x0.98", "9 * 0.98", "9;0.98", "9 0.98", "9，0.98", " 9  ×  0.98 "]
)
def test_a_tier_is_read_as_people_type_it(line: str) -> None:
    assert read_lines(STEPS, f"\n{line}\n") == (Step(9, Decimal("0.98")),)


def test_what_is_written_can_be_read_again() -> None:
    steps = (Step(9, Decimal("0.98")), Step(1200, Decimal("0.9")))
    assert write(STEPS, steps) == "9 × 0.98\n1200 × 0.9"
    assert read_lines(STEPS, write(STEPS, steps)) == steps
    assert read_lines(STEPS, "1,200 × 0.9") == steps[1:]


@pytest.mark.parametrize(
    "line", ["nine × 0.98", "9", "9 × 0.98 × 2", "9.5 × 0.98", "9 × 1.2", "-1 × 0.98", "9 × –"]
)
def test_a_tier_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(DomainError, match="Line 2") as refusal:
        read_lines(STEPS, f"1 × 1\n{line}")
    assert "homes × multiplier" in str(refusal.value)


def typed(**other: str) -> dict[str, str]:
    """What the browser sends for the values in force."""
    form = form_class(kind_named("test_trial"))(initial=initial_values(Trial()))
    sent = {field.name: str(field.value()) for field in form if field.value() is not None}
    return {**sent, "note": "Order 3", **other}


def test_the_form_keeps_what_is_in_force() -> None:
    form = form_class(kind_named("test_trial"))(typed())
    assert form.is_valid(), form.errors
    assert Trial(**form.cleaned_data["values"]) == Trial()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("amount", "abc"),
        ("amount", "-1"),
        ("days", "366"),
        ("morning", "25:00"),
        ("opens", "2008-13-40"),
        ("steps", "nine"),
        ("bands", "3\nten"),
        ("word", "other"),
        ("valid_from", "soon"),
        ("note", ""),
    ],
)
def test_bad_input_is_refused_and_kept(name: str, text: str) -> None:
    form = form_class(kind_named("test_trial"))(typed(**{name: text}))
    assert list(form.errors) == [name]
    assert form[name].value() == text


def test_the_pages_show_what_holds_and_what_is_planned(as_user: Any, manager: User) -> None:
    row(manager, date(2008, 5, 1), days=21)
    planned = row(manager, tomorrow(), days=35)
    browser = as_user(manager)
    assert "21" in browser.get("/policies/").content.decode()
    page = browser.get("/policies/test_trial/").content.decode()
    assert '<del class="muted">21</del> <ins>35</ins>' in page
    assert f"/policies/{planned.pk}/withdraw/" in page


def test_new_values_are_set_in_the_browser(as_user: Any, manager: User) -> None:
    browser = as_user(manager)
    page = browser.get("/policies/test_trial/new/").content.decode()
    assert "9 × 0.98" in page
    answer = browser.post("/policies/test_trial/new/", typed(days="30"))
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == "/policies/test_trial/"
    assert PolicyRow.objects.get().values["days"] == 30


def test_bad_input_stays_on_the_page(as_user: Any, manager: User) -> None:
    answer = as_user(manager).post("/policies/test_trial/new/", typed(steps="nine for 0.98"))
    assert answer.status_code == 422
    assert "nine for 0.98" in answer.content.decode()
    assert not PolicyRow.objects.exists()


def test_planned_values_are_withdrawn_in_the_browser(as_user: Any, manager: User) -> None:
    planned = row(manager, tomorrow(), days=35)
    address = f"/policies/{planned.pk}/withdraw/"
    assert as_user(manager).get(address).status_code == 200
    assert as_user(manager).post(address).status_code == 302
    assert not PolicyRow.objects.live().exists()


def test_who_may_not_set_numbers_is_refused(as_user: Any, ann: User, fin1: User) -> None:
    assert as_user(ann).get("/policies/").status_code == 403
    assert as_user(fin1).get("/policies/test_trial/").status_code == 200
    assert as_user(fin1).post("/policies/test_trial/new/", typed()).status_code == 403
    assert as_user(fin1).get("/policies/nonsense/").status_code == 404
