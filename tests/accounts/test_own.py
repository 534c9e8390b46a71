"""One's own settings."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import AuditRecord
from tests.accounts.conftest import PASSWORD, sign_in

NEW = "ferry peony candle brick"
AsUser = Callable[[User], Client]


def change(client: Client, **fields: str) -> int:
    form = {"proof": PASSWORD, "password": NEW, "again": NEW, **fields}
    return client.post(reverse("password_change"), form).status_code


def test_the_page_shows_role_team_and_project(as_user: AsUser, ann: User) -> None:
    page = as_user(ann).get(reverse("me")).content.decode()
    for text in ("Ann", "sales", "Team 1", "Shangge"):
        assert text in page


@pytest.mark.parametrize("name", ["me", "inbox", "password_change", "second_factor_setup"])
def test_signed_out_leads_to_sign_in(client: Client, db: None, name: str) -> None:
    assert client.get(reverse(name))["Location"].startswith(reverse("sign_in"))


def test_a_new_password_ends_the_other_sessions_and_not_this_one(signer: User) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here)
    sign_in(elsewhere)
    assert change(here) == 302
    assert here.get(reverse("me")).status_code == 200
    assert elsewhere.get(reverse("me"))["Location"].startswith(reverse("sign_in"))
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), password=NEW).status_code == 302
    assert AuditRecord.objects.filter(action="accounts.user.password_changed").count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"proof": "something else here"},
        {"again": "something else here"},
        {"password": "short", "again": "short"},
        {"password": "qwertyuiop2024!", "again": "qwertyuiop2024!"},
        {"password": PASSWORD, "again": PASSWORD},
        {"password": ""},
    ],
)
def test_a_bad_new_password_changes_nothing(signer: User, fields: dict[str, str]) -> None:
    client = Client()
    sign_in(client)
    assert change(client, **fields) == 422
    signer.refresh_from_db()
    assert signer.check_password(PASSWORD)


def test_guessing_the_present_password_is_locked_out_too(signer: User) -> None:
    client = Client()
    sign_in(client)
    answers = [change(client, proof="something else here") for _ in range(5)]
    assert answers == [422, 422, 422, 422, 429]


@pytest.mark.parametrize("theme", ["light", "dark", "system"])
def test_the_theme_is_kept_and_leads_back(as_user: AsUser, ann: User, theme: str) -> None:
    response = as_user(ann).post(reverse("theme_set"), {"theme": theme, "next": "/x/"})
    assert response["Location"] == "/x/"
    ann.refresh_from_db()
    assert ann.theme == theme


def test_an_unknown_theme_is_refused(as_user: AsUser, ann: User) -> None:
    assert as_user(ann).post(reverse("theme_set"), {"theme": "pink"}).status_code == 400


def test_a_foreign_next_is_not_followed(as_user: AsUser, ann: User) -> None:
    form = {"theme": "dark", "next": "https://evil.example/"}
    assert as_user(ann).post(reverse("theme_set"), form)["Location"] == reverse("me")


def test_the_language_is_kept_for_the_person_and_the_device(as_user: AsUser, ann: User) -> None:
    client = as_user(ann)
    client.post(reverse("language_set"), {"language": "zh-hans"})
    ann.refresh_from_db()
    assert ann.language == "zh-hans"
    client.post(reverse("sign_out"))
    assert b'lang="zh-hans"' in client.get(reverse("sign_in")).content
