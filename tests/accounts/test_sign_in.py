"""In, out, and locked out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.addresses import client_address
from accounts.models import User
from tests.accounts.conftest import PASSWORD, sign_in


def test_name_and_password_lead_to_the_start_page(client: Client, signer: User) -> None:
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, reverse("today"))


def test_the_name_may_be_written_in_capitals(client: Client, signer: User) -> None:
    assert sign_in(client, " ANN ").status_code == 302


def test_a_wrong_password_says_so_without_telling_whether_the_name_exists(
    client: Client, signer: User
) -> None:
    sentence = b"User name and password do not fit."
    for name in ("ann", "nobody"):
        response: Any = sign_in(client, name, "not this one, no")
        assert sentence in response.content


def test_who_left_gets_the_same_sentence(client: Client, signer: User) -> None:
    User.objects.filter(pk=signer.pk).update(is_active=False)
    response: Any = sign_in(client)
    assert b"User name and password do not fit." in response.content


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ("/accounts/inbox/", "/accounts/inbox/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_next_leads_only_into_this_house(
    client: Client, signer: User, wanted: str, got: str
) -> None:
    response = client.post(
        reverse("sign_in"), {"username": "ann", "password": PASSWORD, "next": wanted}
    )
    assert response["Location"] == got


def test_who_is_signed_in_is_led_on(as_user: Callable[[User], Client], ann: User) -> None:
    assert as_user(ann).get(reverse("sign_in"))["Location"] == reverse("today")


def test_signing_out_takes_a_post_and_ends_the_session(
    as_user: Callable[[User], Client], ann: User
) -> None:
    client = as_user(ann)
    assert client.get(reverse("sign_out")).status_code == 405
    assert client.post(reverse("sign_out"))["Location"] == reverse("sign_in")
    assert not Session.objects.exists()


def test_five_wrong_passwords_lock_name_and_address_and_say_until_when(
    client: Client, signer: User
) -> None:
    for _ in range(4):
        assert sign_in(client, password="wrong wrong wrong").status_code == 200
    fifth: Any = sign_in(client, "ANN", "wrong wrong wrong")
    assert fifth.status_code == 429
    until = timezone.localtime() + timedelta(minutes=15)
    assert f"Try again at {until:%H:%M}" in fifth.content.decode()
    assert 0 < int(fifth["Retry-After"]) <= 900
    assert sign_in(client).status_code == 429  # the right one comes too late
    assert sign_in(Client(REMOTE_ADDR="10.1.2.3")).status_code == 302  # another address


def test_trying_on_does_not_move_the_time_told(
    client: Client, signer: User, later: Callable[[timedelta], None]
) -> None:
    for _ in range(5):
        sign_in(client, password="wrong wrong wrong")
    later(timedelta(minutes=10))
    assert sign_in(client).status_code == 429
    later(timedelta(minutes=15, seconds=1))
    assert sign_in(client).status_code == 302


def test_success_forgets_the_wrong_ones(client: Client, signer: User) -> None:
    for _ in range(2):
        for _ in range(4):
            sign_in(client, password="wrong wrong wrong")
        assert sign_in(client).status_code == 302
        client.logout()


def test_an_initial_password_leads_to_an_own_one_first(client: Client, signer: User) -> None:
    User.objects.update(initial_until=timezone.now() + timedelta(days=1))
    sign_in(client)
    response = client.get(reverse("inbox"))
    assert response["Location"].startswith(reverse("password_change") + "?next=")
    assert client.get(reverse("admin:password_change")).status_code == 302
    new = {
        "proof": PASSWORD,
        "password": "ferry peony candle brick",
        "again": "ferry peony candle brick",
    }
    done = client.post(response["Location"], new)
    assert done["Location"] == reverse("inbox")
    assert client.get(reverse("inbox")).status_code == 200


def test_an_initial_password_expires(client: Client, signer: User) -> None:
    User.objects.update(initial_until=timezone.now() - timedelta(seconds=1))
    response: Any = sign_in(client)
    assert b"Ask an administrator for a new one." in response.content


def test_the_sign_in_page_speaks_the_language_of_the_cookie(client: Client, db: None) -> None:
    response = client.post(reverse("language_set"), {"language": "zh-hans", "next": "/accounts/"})
    assert response["Location"] == "/accounts/"
    assert b'lang="zh-hans"' in client.get(reverse("sign_in")).content


@pytest.mark.parametrize("language", ["", "xx", "de", "../../etc"])
def test_an_unknown_language_is_refused(client: Client, db: None, language: str) -> None:
    assert client.post(reverse("language_set"), {"language": language}).status_code == 400


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.2.3.4", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "<script>", "127.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(
    settings: Settings, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", headers=headers)) == address
