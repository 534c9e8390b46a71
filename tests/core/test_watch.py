"""Pages that watch over the house: the audit trail's list, the jobs, the invariants (L3)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Project, User
from core import audit, invariants
from core.invariants import register_invariant
from core.models import AuditRecord, JobRun

Browser = Callable[[Any], Client]
NOW = timezone.now


def rows(browser: Client, name: str, **given: str) -> list[Any]:
    found: list[Any] = browser.get(reverse(name), given).context["page"].rows
    return found


def test_l3_the_trail_is_listed_newest_first_for_who_checks_it(
    ann: User, law: User, project: Project, as_user: Browser
) -> None:
    for number in range(3):
        audit.record("test.done", project, by=ann, number=number)
    page = as_user(law).get(reverse("audit_list"))
    assert [link.sequence for link in page.context["page"].rows] == [3, 2, 1]
    for text in ("test.done", f"accounts.project {project.pk}", "Ann"):
        assert text in page.text


def test_l3_nobody_else_reads_it(
    ann: User, manager: User, fin1: User, director: User, as_user: Browser
) -> None:
    for user in (ann, manager, fin1, director):
        assert as_user(user).get(reverse("audit_list")).status_code == 403
        assert not AuditRecord.objects.visible_to(user).exists()


def test_l3_links_are_found_by_what_whom_and_when(
    ann: User, law: User, admin: User, project: Project, as_user: Browser
) -> None:
    audit.record("test.done", project, by=ann)
    audit.record("other.done", ann, by=law)
    browser, today = as_user(admin), timezone.localdate()
    assert [link.action for link in rows(browser, "audit_list", q="test")] == ["test.done"]
    assert [link.action for link in rows(browser, "audit_list", by=str(law.pk))] == ["other.done"]
    assert len(rows(browser, "audit_list", on_after=f"{today}", on_before=f"{today}")) == 2
    assert rows(browser, "audit_list", on_after=f"{today + timedelta(days=1)}") == []
    assert rows(browser, "audit_list", on_after="2008-13-40") == []


def test_jobs_say_what_became_of_them(admin: User, law: User, as_user: Browser) -> None:
    day = timezone.localdate()
    JobRun.objects.create(job="a.done", day=day, started_at=NOW(), finished_at=NOW(), result=12)
    JobRun.objects.create(job="b.failed", day=day, started_at=NOW(), retry_at=NOW(), error="Oh no")
    JobRun.objects.create(job="c.over", day=day, started_at=NOW(), attempts=5)
    page = as_user(admin).get(reverse("job_list"), {"sort": "job"})
    assert [run.outcome for run in page.context["page"].rows] == [
        "done", "failed, tried again", "given up",
    ]  # fmt: skip
    assert "Oh no" in page.text
    assert as_user(law).get(reverse("job_list")).status_code == 403


def test_invariants_are_asked_when_the_page_is_opened(
    admin: User, law: User, as_user: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invariants, "_invariants", {})
    register_invariant("test.holds", "It holds", lambda: [])
    page = as_user(admin).get(reverse("invariant_list"))
    assert "Everything holds." in page.text
    register_invariant("test.broken", "It does not", lambda: ["row 1", "row 2"])
    page = as_user(admin).get(reverse("invariant_list"))
    assert [len(finding.rows) for finding in page.context["findings"]] == [2, 0]
    assert "row 2" in page.text
    assert as_user(law).get(reverse("invariant_list")).status_code == 403
