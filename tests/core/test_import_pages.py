"""U9 in the browser: from the file to the rows, columns named, bad files, whose file it is."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Project, Team, User
from tests.conftest import make_user
from tests.core.test_importing import GOOD, MIXED, csv, upload

pytestmark = pytest.mark.django_db


def test_the_whole_way_in_the_browser(manager: User, as_user: Any) -> None:
    browser = as_user(manager)
    assert "/imports/test_teams/new/" in browser.get("/imports/").content.decode()
    sent = {"sheet": csv(MIXED, "gb18030"), "source": "The teams' own list"}
    address = browser.post("/imports/test_teams/new/", sent)["Location"]
    page = browser.get(address).content.decode()
    assert "There is no such area." in page
    rejected = b"".join(browser.get(f"{address}rejected/")).decode("utf-8-sig")
    assert rejected.splitlines()[0] == "组名,区域,人数,Since,Why not"
    assert rejected.count("\n") == 5
    assert browser.get(f"{address}confirm/").status_code == 200
    assert browser.post(f"{address}confirm/", {}).status_code == 422
    assert browser.post(f"{address}confirm/", {"leave_out": "on"}).status_code == 302
    assert Team.objects.count() == 2
    assert browser.get(address).status_code == 200


def test_columns_are_named_in_the_browser(manager: User, as_user: Any) -> None:
    batch, browser = upload("Title,Where\nNorth,Licheng\n", manager), as_user(manager)
    address = f"{batch.get_absolute_url()}columns/"
    assert browser.post(address, {"name": "0", "area": "0"}).status_code == 422
    assert browser.post(address, {"name": "0", "area": "1", "people": ""}).status_code == 302
    batch.refresh_from_db()
    assert (batch.mapping, batch.rows_bad) == ({"name": 0, "area": 1}, 0)


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
    for path in ("", "rejected/", "confirm/", "columns/", "discard/"):
        assert as_user(other).get(f"{address}{path}").status_code == 404
    assert as_user(ann).get("/imports/test_teams/new/").status_code == 403
    assert as_user(manager).get("/imports/nonsense/new/").status_code == 404
