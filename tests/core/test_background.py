"""Background work: one's own, the newest first, in one place (ux: progress and result)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Notification, User
from core import background
from core.commands import execute
from core.exports.services import Wanted, export_ask
from core.importing.services import shared, work_waiting
from core.models import BulkJob, ExportRecord, ImportBatch
from tests.core.import_kinds import GOOD, upload

pytestmark = pytest.mark.django_db
Browser = Callable[[Any], Client]


def bulk(by: User, **fields: Any) -> BulkJob:
    """An action on twenty rows, half of them worked."""
    given = {"state": "working", "total": 20, "done": 8, "refused": 2, **fields}
    given.setdefault("at", timezone.now())
    return BulkJob.objects.create(list_name="unit_list", action="assign", by=by, **given)


def export(by: User, title: str = "Units", **fields: Any) -> ExportRecord:
    """A long export that waits."""
    wanted = Wanted("unit_list", title, "", "csv", 5000, 0)
    record: ExportRecord = execute(export_ask, wanted=wanted, by=by)
    ExportRecord.objects.filter(pk=record.pk).update(**fields)
    return record


@pytest.fixture
def three(manager: User, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any, Any]:
    """One of each kind, all under way; the import is the newest."""
    monkeypatch.setattr(shared, "AT_ONCE_BYTES", 0)
    now = timezone.now()
    job = bulk(manager, at=now - timedelta(hours=1))
    record = export(manager, state="running", rows_done=1000, at=now - timedelta(minutes=1))
    return job, record, upload(GOOD, manager)


def works(client: Client, **asked: str) -> list[background.Work]:
    """What the page shows."""
    found: list[background.Work] = client.get("/background/", asked).context["page"].entries
    return found


def test_what_is_under_way_stands_there_newest_first_with_progress_and_stop(
    three: tuple[Any, Any, Any], manager: User, as_user: Browser
) -> None:
    job, record, batch = three
    shown = works(as_user(manager))
    assert [work.url for work in shown] == [one.get_absolute_url() for one in (batch, record, job)]
    assert [(work.done, work.total) for work in shown] == [(0, 0), (1000, 5000), (10, 20)]
    assert all(work.open for work in shown)
    page = as_user(manager).get("/background/").text
    for work in shown:
        assert f'href="{work.stop_url}"' in page
    assert "2 refused" in page
    assert 'hx-trigger="every 2s"' in page


def test_what_has_ended_says_what_came_of_it_and_where_its_file_is(
    manager: User, as_user: Browser
) -> None:
    bulk(manager, state="done", done=18)
    export(manager, state="failed", failure="You may no longer open this list.")
    export(manager, "Homes", state="done", rows=1234, stored="exports/x.csv")
    page = as_user(manager).get("/background/").text
    for said in ("20 of 20 rows · 2 refused", "You may no longer open", "1,234 rows"):
        assert said in page
    assert page.count(">Result<") == 2
    assert "every 2s" not in page


def test_nobody_sees_what_others_have_under_way(
    three: tuple[Any, Any, Any], ann: User, law: User, as_user: Browser
) -> None:
    for other in (ann, law):  # law watches over exports, on another page
        assert works(as_user(other)) == []
        assert "Nothing is under way." in as_user(other).get("/background/").text


def test_one_kind_alone_and_no_other_word(
    three: tuple[Any, Any, Any], manager: User, as_user: Browser
) -> None:
    client = as_user(manager)
    for kind, one in zip(("actions", "exports", "imports"), three, strict=True):
        assert [work.url for work in works(client, kind=kind)] == [one.get_absolute_url()]
    for wrong in ({"kind": "x"}, {"before": "yesterday"}):
        assert client.get("/background/", wrong).status_code == 404


def test_older_ones_follow_and_none_is_lost(
    manager: User, as_user: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "SIZE", 3)
    now = timezone.now()
    made = [bulk(manager, at=now - timedelta(minutes=n // 2)) for n in range(6)]
    client, seen, before = as_user(manager), [], ""
    while True:
        page = client.get("/background/", {"before": before}).context["page"]
        seen += [work.url for work in page.entries]
        before = page.address
        if not before:
            break
    assert sorted(seen) == sorted(one.get_absolute_url() for one in made)


def test_more_of_them_cost_no_more_queries(
    three: tuple[Any, Any, Any], manager: User, as_user: Browser
) -> None:
    client = as_user(manager)
    client.get("/background/")
    costs = []
    for _n in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get("/background/")
        costs.append(len(captured))
        bulk(manager)
        export(manager)
        upload(GOOD + "More,Licheng,1\n", manager)
    assert costs[0] == costs[1]


def test_what_nobody_offers_any_more_is_still_there(manager: User, as_user: Browser) -> None:
    job = bulk(manager)
    BulkJob.objects.filter(pk=job.pk).update(list_name="gone_list", action="gone")
    batch = upload(GOOD, manager)
    ImportBatch.objects.filter(pk=batch.pk).update(kind="gone")
    assert [work.about for work in works(as_user(manager))] == ["gone", ""]


def test_the_menu_and_the_inbox_lead_there(ann: User, as_user: Browser) -> None:
    for address in ("/", "/accounts/inbox/"):
        assert 'href="/background/"' in as_user(ann).get(address).text
    assert as_user(ann).get("/accounts/inbox/").text.count('href="/background/"') == 2


def test_u9_who_left_the_page_is_told_when_the_worker_has_ended(
    three: tuple[Any, Any, Any], manager: User
) -> None:
    work_waiting()
    told = Notification.objects.get(user=manager, kind="import_finished")
    assert (told.url, told.title) == (
        three[2].get_absolute_url(),
        "The file “teams.csv” is checked. Look at it and confirm.",
    )
