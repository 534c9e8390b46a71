"""U9 in the browser: from the file to the rows, columns named, bad files, whose file it is."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Project, Team, User
from core.importing.services import shared, work_waiting
from core.models import ImportBatch
from tests.conftest import make_user
from tests.core.import_kinds import GOOD, MIXED, csv, upload

pytestmark = pytest.mark.django_db


def test_the_whole_way_in_the_browser(manager: User, as_user: Any) -> None:
    browser = as_user(manager)
    assert "/imports/test_teams/new/" in browser.get("/imports/").content.decode()
    assert "Licheng" in browser.get("/imports/test_teams/new/").content.decode()
    sent = {"sheet": csv(MIXED, "gb18030"), "source_kind": "own", "source": "The teams' own list"}
    address = browser.post("/imports/test_teams/new/", sent)["Location"]
    page = browser.get(address).content.decode()
    assert "There is no such area." in page
    rejected = b"".join(browser.get(f"{address}rejected/")).decode("gb18030")
    assert rejected.splitlines()[0] == "组名,区域,人数,Since,Why not"
    assert rejected.count("\n") == 5
    assert browser.get(f"{address}confirm/").status_code == 200
    assert browser.post(f"{address}confirm/", {}).status_code == 422
    assert browser.post(f"{address}confirm/", {"leave_out": "on"}).status_code == 302
    assert Team.objects.count() == 2
    assert browser.get(address).status_code == 200


def test_l1_u9_after_a_refusal_it_says_that_the_file_is_to_be_chosen_again(
    manager: User, as_user: Any
) -> None:
    said = "Choose the file again: the browser has not kept it."
    browser, address = as_user(manager), "/imports/test_teams/new/"
    assert said not in browser.get(address).text
    sent = {"sheet": csv(GOOD), "source_kind": "bought", "source": "A dealer"}
    page = browser.post(address, sent)
    assert (page.status_code, said in page.text, "A dealer" in page.text) == (422, True, True)


def test_u9_rows_like_a_record_are_shown_chosen_about_and_handed_out(
    manager: User, as_user: Any
) -> None:
    upload_and_confirm = "Name\nNorth\nSouth\n"
    batch, browser = upload(upload_and_confirm, manager), as_user(manager)
    browser.post(f"{batch.get_absolute_url()}confirm/")
    address = upload("Name\nNORTH\nSOUTH\nEast\n", manager).get_absolute_url()
    page = browser.get(address).text
    assert ("North: Team" in page, 'href="/teams/"' in page) == (True, True)
    ask = browser.get(f"{address}confirm/").text
    assert "Leave them out" in ask
    assert browser.post(f"{address}confirm/").status_code == 422
    assert browser.post(f"{address}confirm/", {"alike": "nonsense"}).status_code == 422
    assert browser.post(f"{address}confirm/", {"alike": "leave"}).status_code == 302
    assert sorted(Team.objects.values_list("name", flat=True)) == ["East", "North", "South"]
    assert (
        "Left out, because they are like records there are or earlier rows"
        in browser.get(address).text
    )
    told = b"".join(browser.get(f"{address}rejected/?rows=alike")).decode("utf-8-sig")
    assert told.count("\n") == 3


def test_u9_a_file_without_a_needed_column_says_so_once_and_where_to_say_which(
    manager: User, as_user: Any
) -> None:
    page = as_user(manager).get(upload("Title,Where\nNorth,Licheng\n", manager).get_absolute_url())
    assert "The file has no column for: Name. Say which column it is." in page.text
    assert ('href="#columns"' in page.text, 'id="columns"' in page.text) == (True, True)


def test_u9_a_file_of_bad_rows_alone_leads_to_another(manager: User, as_user: Any) -> None:
    batch = upload("Name,Area\nNorth,Nowhere\n", manager)
    page = as_user(manager).get(batch.get_absolute_url()).text
    assert "No row of this file can be imported." in page
    assert 'href="/imports/test_teams/new/"' in page


def test_u9_a_file_that_cannot_be_read_leads_to_another(
    manager: User, as_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "AT_ONCE_BYTES", 0)
    batch = upload("Name\n" + "x" * 140_000 + "\n", manager)
    work_waiting()
    page = as_user(manager).get(batch.get_absolute_url()).text
    assert "The file cannot be read as CSV." in page
    assert 'href="/imports/test_teams/new/"' in page


def test_columns_are_named_in_the_browser(manager: User, as_user: Any) -> None:
    batch, browser = upload("Title,Where\nNorth,Licheng\n", manager), as_user(manager)
    address = f"{batch.get_absolute_url()}columns/"
    assert browser.post(address, {"name": "0", "area": "0"}).status_code == 422
    assert browser.post(address, {"name": "0", "area": "1", "people": ""}).status_code == 302
    batch.refresh_from_db()
    assert (batch.mapping, batch.rows_bad) == ({"name": 0, "area": 1}, 0)


def test_u9_the_first_row_chosen_is_understood_anew(manager: User, as_user: Any) -> None:
    batch, browser = upload("Our teams\n" + GOOD, manager), as_user(manager)
    address = f"{batch.get_absolute_url()}columns/"
    assert browser.post(address, {"head_row": "1", "name": ""}).status_code == 302
    batch.refresh_from_db()
    assert (batch.head_row, batch.rows_bad) == (1, 3)


def test_u9_bad_rows_are_paged(manager: User, as_user: Any) -> None:
    rows = "".join(f"T{number},Nowhere\n" for number in range(120))
    batch, browser = upload(f"Name,Area\n{rows}", manager), as_user(manager)
    address = batch.get_absolute_url()
    assert "Page 1 of 3" in browser.get(address).text
    last = browser.get(f"{address}?bad=3").text
    assert (">121<" in last, ">101<" in last) == (True, False)
    assert "Page 3 of 3" in browser.get(f"{address}?bad=999").text
    assert browser.get(f"{address}?bad=x").status_code == 200


def test_u9_changes_of_what_there_is_are_shown_and_undone(manager: User, as_user: Any) -> None:
    browser = as_user(manager)
    for text in ("Name,Area\nSouth,Old\n", GOOD):
        batch = upload(text, manager)
        page = browser.get(batch.get_absolute_url()).text
        assert browser.post(f"{batch.get_absolute_url()}confirm/").status_code == 302
    assert "Old" in page
    address = batch.get_absolute_url()
    assert f"{address}undo/" in browser.get(address).text
    assert browser.get(f"{address}undo/").status_code == 200
    assert browser.post(f"{address}undo/").status_code == 302
    assert list(Team.objects.values_list("name", "area")) == [("South", "Old")]


def test_u9_a_page_watches_the_worker_and_is_due_anew_after_it(
    manager: User, as_user: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "AT_ONCE_BYTES", 0)
    batch, browser = upload(GOOD, manager), as_user(manager)
    address = batch.get_absolute_url()
    assert "every 1s" in browser.get(address).text
    assert "HX-Refresh" not in browser.get(f"{address}?part=state")
    assert browser.post(f"{address}stop/").status_code == 302
    assert browser.get(f"{address}?part=state")["HX-Refresh"] == "true"
    assert browser.post(f"{address}stop/").status_code == 422


def test_u9_an_example_of_a_kind_can_be_imported(manager: User, as_user: Any) -> None:
    browser = as_user(manager)
    for form in ("xlsx", "csv"):
        answer: Any = browser.get(f"/imports/test_teams/example/?as={form}")
        name = f"teams.{form}"
        sheet = SimpleUploadedFile(name, b"".join(answer.streaming_content))
        sent = {"sheet": sheet, "source_kind": "own", "source": "Ours"}
        assert browser.post("/imports/test_teams/new/", sent).status_code == 302
    assert [batch.rows_bad for batch in ImportBatch.objects.all()] == [0, 0]


def test_a_bad_file_is_a_sentence_on_the_page(manager: User, as_user: Any) -> None:
    sent = {"sheet": SimpleUploadedFile("teams.xls", b"\xd0\xcf\x11\xe0"), "source": "Ours alone"}
    answer = as_user(manager).post("/imports/test_teams/new/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Save it as XLSX" in page
    assert "Ours alone" in page


def test_a_file_is_its_owners_alone(
    manager: User, ann: User, project: Project, as_user: Any
) -> None:
    address = upload(GOOD, manager).get_absolute_url()
    other = make_user("manager2", "manager", project)
    for path in ("", "rejected/", "confirm/", "columns/", "discard/", "stop/", "undo/"):
        assert as_user(other).get(f"{address}{path}").status_code == 404
    assert as_user(ann).get("/imports/test_teams/new/").status_code == 403
    assert as_user(manager).get("/imports/nonsense/new/").status_code == 404
