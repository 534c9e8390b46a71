"""Invariants find what they say, and only that."""

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Project, User
from core import audit, chores, invariants
from core.crypto import encrypt
from core.invariants import check_all, gapless, register_invariant, sealed, states
from core.models import AuditRecord, Counter, StateChange
from tests.triggers import lifted


@pytest.fixture(autouse=True)
def _only_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is gone after it; what the apps registered is not asked."""
    own = {name: one for name, one in invariants._invariants.items() if name.startswith("core.")}
    monkeypatch.setattr(invariants, "_invariants", own)


def broken() -> dict[str, list[str]]:
    return {finding.invariant.name: finding.rows for finding in check_all() if finding.rows}


@pytest.mark.django_db
def test_core_asks_its_own() -> None:
    assert [finding.invariant.name for finding in check_all()] == [
        "core.append_only",
        "core.audit_chain",
        "core.files_known",
        "core.files_there",
    ]
    assert broken() == {}


@pytest.mark.django_db
def test_sql_and_functions_give_the_rows_that_offend() -> None:
    Counter.objects.create(kind="a", value=3)
    register_invariant("core.sql", "sql", "SELECT kind, value FROM core_counter WHERE value > 2")
    register_invariant("core.function", "function", lambda: iter(range(100)))
    found = broken()
    assert found["core.sql"] == ["a, 3"]
    assert found["core.function"] == [str(n) for n in range(invariants.SHOWN)]


def test_l3_a_broken_chain_is_found(ann: User, project: Project) -> None:
    audit.record("test.done", project, by=ann)
    with lifted():
        AuditRecord.objects.update(action="test.other")
    assert list(broken()) == ["core.audit_chain"]


@pytest.mark.django_db
def test_l3_a_table_that_lost_its_triggers_is_found() -> None:
    with lifted():
        assert "core_auditrecord" in broken()["core.append_only"]
    assert broken() == {}


@pytest.mark.parametrize(
    ("numbers", "whole"),
    [
        ([], True),
        ([1], True),
        ([3, 1, 2], True),
        ([2], False),
        ([1, 3], False),
        ([1, 1, 2], False),
        ([0, 1], False),
    ],
)
@pytest.mark.parametrize("grouped", [False, True])
def test_p8_gaps_and_repeats_are_found(
    db: None, numbers: list[int], whole: bool, grouped: bool
) -> None:
    Counter.objects.bulk_create(
        Counter(kind="a", scope=str(place), year=number) for place, number in enumerate(numbers)
    )
    check = gapless("core.Counter", "year", ["kind"] if grouped else [])
    assert callable(check)
    assert (list(check()) == []) is whole


def test_p8_each_group_is_counted_by_itself(db: None) -> None:
    Counter.objects.bulk_create(
        Counter(kind=kind, scope=f"{year}", year=year)
        for kind, year in [("a", 1), ("a", 2), ("b", 1), ("b", 3)]
    )
    check = gapless("core.Counter", "year", ["kind"])
    assert callable(check)
    assert list(check()) == ["core.Counter ['b']: 2 up to 3"]


TABLE = {"draft": frozenset({"sent"}), "sent": frozenset({"paid"}), "paid": frozenset[str]()}


@pytest.mark.parametrize(
    ("path", "state", "whole"),
    [
        ([("", "draft"), ("draft", "sent")], "sent", True),
        ([], "draft", True),
        ([("", "draft"), ("draft", "paid")], "paid", False),
        ([("", "draft"), ("sent", "paid")], "paid", False),
        ([("", "draft"), ("draft", "sent")], "paid", False),
        ([], "nonsense", False),
    ],
)
def test_no_state_outside_its_table(
    ann: User, monkeypatch: pytest.MonkeyPatch, path: list[tuple[str, str]], state: str, whole: bool
) -> None:
    class Rows:
        def values_list(self, *fields: str) -> "Rows":
            return self

        def iterator(self) -> Iterator[tuple[int, str]]:
            return iter([(ann.pk, state)])

    class Papers:
        _base_manager = Rows()

    monkeypatch.setattr(invariants, "_model", lambda label: Papers)
    for before, to in path:
        StateChange.objects.create(
            subject_type="tests.paper",
            subject_id=ann.pk,
            from_state=before,
            to_state=to,
            at=timezone.now(),
        )
    check = states("tests.Paper", TABLE)
    assert callable(check)
    assert (list(check()) == []) is whole


@pytest.mark.django_db
def test_l1_a_plain_number_at_rest_is_found() -> None:
    number, check = "11010519491231002X", sealed("core.StateChange", "why")
    assert callable(check)
    for text in (encrypt(number, context="x"), encrypt("", context="x"), ""):
        StateChange.objects.create(subject_id=1, why=text, at=timezone.now())
    assert list(check()) == []
    plain = StateChange.objects.create(subject_id=1, why=number, at=timezone.now())
    assert list(check()) == [f"core.StateChange {plain.pk}"]


@pytest.mark.django_db
def test_the_command_says_which_do_not_hold(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_invariants")
    assert "ok      core.audit_chain" in capsys.readouterr().out
    register_invariant("core.wrong", "wrong", lambda: ["row 7"])
    with pytest.raises(CommandError, match="1 of 5"):
        call_command("check_invariants")
    assert "BROKEN  core.wrong\n        row 7" in capsys.readouterr().out


def test_the_night_asks_them_and_the_hour_puts_the_head_away(
    ann: User, project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    now = timezone.now()
    audit.record("test.done", project, by=ann)
    assert chores.check_invariants(now.date(), now) == 0
    register_invariant("core.wrong", "wrong", lambda: ["row 7"])
    assert chores.check_invariants(now.date(), now) == 1
    assert "core.wrong: row 7" in caplog.text
    assert chores.sweep_files(now.date(), now) == 0
    assert [chores.write_audit_head(now) for _ in range(2)] == [1, 0]
