"""The audit trail: only added to, chained, its head outside the database (L3)."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import Settings

from accounts.models import Project, User
from core import audit
from core.models import AuditHead, AuditRecord
from core.operations import AppendOnly, guarded_tables
from tests.conftest import Race
from tests.triggers import lifted

NOW = datetime(2008, 5, 15, 8, 0, tzinfo=UTC)


@pytest.fixture
def chain(ann: User, project: Project) -> list[AuditRecord]:
    """Five links."""
    return [audit.record("test.done", project, by=ann, number=n) for n in range(5)]


def sequences() -> list[int]:
    return [broken.sequence for broken in audit.verify()]


def tamper(statement: str) -> None:
    """What somebody does who owns the database."""
    with lifted(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_l3_an_empty_chain_is_whole() -> None:
    assert audit.verify() == []


def test_l3_links_follow_each_other(chain: list[AuditRecord]) -> None:
    assert [link.sequence for link in chain] == [1, 2, 3, 4, 5]
    assert [link.previous for link in chain[1:]] == [link.hash for link in chain[:-1]]
    assert audit.verify() == []


def test_l3_every_kind_of_value_reads_back_to_the_same_hash(ann: User, project: Project) -> None:
    audit.record(
        "test.values",
        project,
        by=None,
        amount=Decimal("424496.80"),
        day=date(2008, 5, 15),
        at=NOW,
        fraction=1e20,
        text="团购 \x00 优惠",
        nested={1: [Decimal("0.980"), {"a", "b"}, None, True]},
        person=ann,
    )
    link = AuditRecord.objects.get()
    assert link.data["amount"] == "424496.80"
    assert link.data["person"] == ann.pk
    assert audit.verify() == []


@pytest.mark.parametrize(
    "text",
    ["陈会长", "They moved away.", "13812345678", "+8613812345678", "11010519491231002X", "é"],
)
def test_l1_words_and_numbers_of_people_are_kept_as_a_fingerprint(
    ann: User, project: Project, text: str
) -> None:
    audit.record("test.words", project, by=ann, why=text, nested={text: [text]})
    kept = AuditRecord.objects.get().data
    mark = audit.sealed(text)
    assert kept == {"why": mark, "nested": {mark: [mark]}}
    assert text not in mark
    assert mark != audit.sealed(f"{text} ")


@pytest.mark.parametrize(
    "text", ["", "SHANGGE-2008-000001", "2008-05-15", "424496.80", "accounts.user", "a" * 64]
)
def test_l3_codes_figures_and_days_are_kept_readable(
    ann: User, project: Project, text: str
) -> None:
    audit.record("test.codes", project, by=ann, what=text)
    assert AuditRecord.objects.get().data == {"what": text}


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE core_auditrecord SET action = 'test.other' WHERE sequence = 3", [3]),
        ("UPDATE core_auditrecord SET by_id = NULL WHERE sequence = 1", [1]),
        ("UPDATE core_auditrecord SET data = '{}' WHERE sequence = 5", [5]),
        ("UPDATE core_auditrecord SET previous = 'x' WHERE sequence = 2", [2, 2]),
        ("UPDATE core_auditrecord SET hash = 'x' WHERE sequence = 2", [2, 3]),
        ("DELETE FROM core_auditrecord WHERE sequence = 3", [3]),
        ("DELETE FROM core_auditrecord WHERE sequence < 3", [1]),
        ("DELETE FROM core_auditrecord WHERE sequence > 3", [4]),
        ("DELETE FROM core_auditrecord", [1]),
        ("UPDATE core_audithead SET sequence = 3", [3, 5]),
        ("UPDATE core_audithead SET hash = 'x'", [5]),
        ("DELETE FROM core_audithead", [5]),
    ],
)
def test_l3_whatever_is_done_to_the_rows_is_found(
    chain: list[AuditRecord], statement: str, where: list[int]
) -> None:
    tamper(statement)
    assert sequences() == where


def test_l3_a_quick_look_takes_the_newest(chain: list[AuditRecord]) -> None:
    tamper("UPDATE core_auditrecord SET action = 'test.other' WHERE sequence = 2")
    assert audit.verify(newest=3) == []
    assert [broken.sequence for broken in audit.verify(newest=4)] == [2]


def cut_off_cleanly(keep: int) -> None:
    """Delete the end and set the head back: inside the database nothing shows."""
    with lifted():
        AuditRecord.objects.filter(sequence__gt=keep).delete()
    last = AuditRecord.objects.get(sequence=keep)
    AuditHead.objects.update(sequence=keep, hash=last.hash)


def test_l3_an_end_cut_off_cleanly_is_found_by_the_file(chain: list[AuditRecord]) -> None:
    path = audit.write_head(NOW)
    cut_off_cleanly(3)
    assert path is not None
    assert [str(broken) for broken in audit.verify()] == [f"5: the chain ends before {path.name}"]


def test_l3_an_end_written_anew_is_found_by_the_file(
    chain: list[AuditRecord], ann: User, project: Project
) -> None:
    audit.write_head(NOW)
    cut_off_cleanly(4)
    audit.record("test.forged", project, by=ann)
    assert sequences() == [5]


def test_l3_a_head_is_written_once_and_its_signature_counts(
    chain: list[AuditRecord], ann: User, project: Project, settings: Settings
) -> None:
    first, again = audit.write_head(NOW), audit.write_head(NOW)
    assert first is not None
    assert first == again
    audit.record("test.done", project, by=ann)
    second = audit.write_head(NOW)
    assert sorted(Path(settings.AUDIT_DIR).iterdir()) == [first, second]
    assert audit.verify() == []
    first.write_text(first.read_text().replace('"sequence": 5', '"sequence": 4'))
    assert [str(broken) for broken in audit.verify()] == [
        f"0: the signature of {first.name} is wrong"
    ]


@pytest.mark.django_db
def test_l3_nothing_recorded_writes_no_head(settings: Settings) -> None:
    assert audit.write_head(NOW) is None
    assert not Path(settings.AUDIT_DIR).exists()


GUARDED = sorted(
    model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)
)


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "only grows" in str(error)
    return False


@pytest.mark.parametrize("table", GUARDED)
def test_l3_tables_that_only_grow_have_their_triggers(table: str, db: None) -> None:
    assert table in guarded_tables(connection)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditrecord SET action = action",
        "UPDATE core_auditrecord SET action = 'x' WHERE sequence = 1",
        "DELETE FROM core_auditrecord",
        "DELETE FROM core_auditrecord WHERE sequence = 5",
    ],
)
def test_l3_the_database_refuses_changes(chain: list[AuditRecord], statement: str) -> None:
    assert refused(statement)
    assert audit.verify() == []


@pytest.mark.parametrize("table", GUARDED)
def test_l3_the_database_refuses_truncate(table: str, db: None) -> None:
    if connection.vendor == "postgresql":
        assert refused(f'TRUNCATE "{table}" CASCADE')


def test_l3_twin_without_the_triggers_changes_go_through(chain: list[AuditRecord]) -> None:
    with lifted():
        assert not refused("UPDATE core_auditrecord SET action = action")
    assert refused("UPDATE core_auditrecord SET action = action")


@pytest.mark.django_db
def test_l3_the_operation_can_be_repeated_and_taken_back() -> None:
    operation = AppendOnly("core_counter")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_counter (kind, scope, year, value) VALUES ('a','',0,0)")
    for _ in range(2):
        apply(operation.database_forwards)
    assert refused("UPDATE core_counter SET value = 1")
    assert "core_counter" in guarded_tables(connection)
    apply(operation.database_backwards)
    assert not refused("UPDATE core_counter SET value = 1")
    assert "core_counter" in operation.describe()


def apply(step: Callable[..., None]) -> None:
    editor = connection.schema_editor(atomic=False)
    editor.deferred_sql = []
    step("core", editor, None, None)


@pytest.mark.django_db(transaction=True)
def test_l3_a_test_that_commits_leaves_no_row_behind(ann: User, project: Project) -> None:
    audit.record("test.done", project, by=ann)


@pytest.mark.django_db(transaction=True)
def test_l3_and_the_next_one_finds_the_triggers_up() -> None:
    assert not AuditRecord.objects.exists()
    assert refused("UPDATE core_auditrecord SET action = action") or connection.vendor == "sqlite"
    assert set(GUARDED) <= guarded_tables(connection)


def test_l3_the_commands_check_and_put_away(
    chain: list[AuditRecord], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("audit_head")
    call_command("audit_check")
    assert "The audit trail is whole." in capsys.readouterr().out
    tamper("DELETE FROM core_auditrecord WHERE sequence = 3")
    with pytest.raises(CommandError, match="broken in 1 places"):
        call_command("audit_check")


@pytest.mark.parametrize(("role", "status"), [("law", 200), ("admin", 200), ("ann", 403)])
def test_l3_compliance_and_administrators_see_whether_it_is_whole(
    request: pytest.FixtureRequest, as_user: Callable[[Any], Client], role: str, status: int
) -> None:
    browser = as_user(request.getfixturevalue(role))
    assert browser.get("/audit/check/").status_code == status


def test_l3_the_page_says_where_it_is_broken(
    chain: list[AuditRecord], law: User, as_user: Callable[[Any], Client]
) -> None:
    browser = as_user(law)
    assert "The audit trail is whole." in browser.get("/audit/check/").content.decode()
    tamper("UPDATE core_auditrecord SET action = 'test.other' WHERE sequence = 3")
    assert "3: the link was changed" in browser.get("/audit/check/").content.decode()


@pytest.mark.races
def test_l3_twenty_at_once_make_one_chain(ann: User, project: Project, race: Race) -> None:
    links = race(20, lambda: audit.record("test.done", project, by=ann))
    assert sorted(link.sequence for link in links) == list(range(1, 21))
    assert audit.verify() == []
