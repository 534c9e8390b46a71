"""A session ends after 30 idle minutes and 10 hours at most (trust 10)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import sessions
from accounts.models import User

T0 = datetime(2008, 5, 15, tzinfo=UTC)
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=10)
AsUser = Callable[[User], Client]
Later = Callable[[timedelta], None]


@pytest.mark.parametrize(
    ("started", "seen", "why"),
    [
        (timedelta(0), timedelta(0), None),
        (timedelta(minutes=29, seconds=59), timedelta(minutes=29, seconds=59), None),
        (timedelta(minutes=30), timedelta(minutes=30), sessions.Ended.IDLE),
        (timedelta(hours=9, minutes=59), timedelta(0), None),
        (timedelta(hours=10), timedelta(0), sessions.Ended.LONG),
    ],
)
def test_limits(started: timedelta, seen: timedelta, why: sessions.Ended | None) -> None:
    session = {
        sessions.STARTED: int((T0 - started).timestamp()),
        sessions.SEEN: int((T0 - seen).timestamp()),
    }
    assert sessions.ended(session, T0, idle=IDLE, longest=LONGEST) == why


def test_a_session_without_stamps_has_ended() -> None:
    assert sessions.ended({}, T0, idle=IDLE, longest=LONGEST)


def test_a_sign_of_life_is_written_once_a_minute() -> None:
    session: dict[str, Any] = {}
    sessions.begin(session, T0, second_factor_due=False)
    before = dict(session)
    sessions.touch(session, T0 + timedelta(seconds=59))
    assert session == before
    sessions.touch(session, T0 + timedelta(seconds=60))
    assert session != before


def test_after_an_idle_half_hour_a_page_leads_to_sign_in_and_back(
    as_user: AsUser, ann: User, later: Later
) -> None:
    client = as_user(ann)
    later(timedelta(minutes=31))
    response = client.get("/accounts/inbox/?before=7")
    back = "%2Faccounts%2Finbox%2F%3Fbefore%3D7"
    assert response["Location"] == f"/accounts/sign-in/?next={back}&ended=idle"
    assert b"nothing happened for a while" in client.get(response["Location"]).content


def test_work_every_25_minutes_lasts_ten_hours(as_user: AsUser, ann: User, later: Later) -> None:
    client = as_user(ann)
    for minutes in range(25, 600, 25):
        later(timedelta(minutes=minutes))
        assert client.get("/accounts/inbox/").status_code == 200
    later(timedelta(hours=10))
    assert "ended=long" in client.get("/accounts/inbox/")["Location"]


def test_a_page_that_asks_by_itself_keeps_no_session_alive(
    as_user: AsUser, ann: User, later: Later
) -> None:
    client = as_user(ann)
    later(timedelta(minutes=20))
    client.get("/accounts/inbox/", headers={"X-Background": "1"})
    later(timedelta(minutes=31))
    assert client.get("/accounts/inbox/").status_code == 302


def test_a_post_that_comes_too_late_leads_back_to_its_form_and_says_nothing_was_saved(
    as_user: AsUser, ann: User, later: Later
) -> None:
    client = as_user(ann)
    later(timedelta(minutes=31))
    form = "http://testserver/accounts/password/?next=/x"
    response = client.post("/accounts/theme/", {"theme": "dark"}, headers={"Referer": form})
    assert "next=%2Faccounts%2Fpassword%2F%3Fnext%3D%2Fx" in response["Location"]
    assert b"was not saved" in client.get(response["Location"]).content
    ann.refresh_from_db()
    assert ann.theme == "system"


def test_a_foreign_referer_is_not_followed(as_user: AsUser, ann: User, later: Later) -> None:
    client = as_user(ann)
    later(timedelta(minutes=31))
    response = client.post("/accounts/theme/", headers={"Referer": "https://evil.example/a"})
    assert "evil" not in response["Location"]


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_list_that_htmx_asks_for_leads_the_whole_page_to_sign_in(
    as_user: AsUser, ann: User, later: Later, signed_in: bool
) -> None:
    client = as_user(ann) if signed_in else Client()
    later(timedelta(minutes=31))
    headers = {
        "HX-Request": "true",
        "HX-Target": "list",
        "HX-Current-URL": "http://testserver/units/?q=a",
    }
    response = client.get("/accounts/inbox/", headers=headers)
    assert response.status_code == 401
    assert response["HX-Redirect"].startswith("/accounts/sign-in/?next=%2Funits%2F%3Fq%3Da")


def test_a_fragment_beside_a_form_gets_a_sentence_and_leaves_the_page_alone(
    as_user: AsUser, ann: User, later: Later
) -> None:
    client = as_user(ann)
    later(timedelta(minutes=31))
    response = client.get("/accounts/inbox/", headers={"HX-Request": "true"})
    assert (response.status_code, "HX-Redirect" in response) == (401, False)
    assert b"Sign in again" in response.content


def test_what_runs_before_each_page_asks_for_session_and_user_only(
    as_user: AsUser, ann: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_user(ann)
    with django_assert_num_queries(2):
        client.get("/no/such/page/", headers={"X-Plain": "1"})


def test_the_language_of_the_person_beats_the_browser(as_user: AsUser, ann: User) -> None:
    User.objects.update(language="zh-hans")
    response = as_user(ann).get("/accounts/me/", headers={"Accept-Language": "en"})
    assert response["Content-Language"] == "zh-hans"
