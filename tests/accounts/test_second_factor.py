"""TOTP and backup codes: after the password, each code once, guesses slowed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from accounts.services import second_factor
from core.commands import execute
from core.errors import DomainError
from core.models import AuditRecord
from tests.accounts.conftest import PASSWORD, code_of, sign_in

VERIFY, SETUP = "second_factor_verify", "second_factor_setup"
AsUser = Callable[[User], Client]
Later = Callable[[timedelta], None]


@pytest.fixture
def device(signer: User) -> TOTPDevice:
    """Ann's telephone, set up through the service; `.backup_codes` are her codes."""
    fresh = TOTPDevice(key="aa" * 20)
    made: TOTPDevice = execute(
        second_factor.second_factor_enable, by=signer, key=fresh.key, token=code_of(fresh, -1)
    )
    return made


def verify(client: Client, token: str, query: str = "") -> Any:
    return client.post(reverse(VERIFY) + query, {"token": token})


def test_after_the_password_nothing_opens_without_the_code(
    client: Client, device: TOTPDevice
) -> None:
    assert sign_in(client).status_code == 302
    for name in ("inbox", "me", SETUP, "password_change", "admin:index"):
        response = client.get(reverse(name))
        assert response["Location"].startswith(reverse(VERIFY)), name
    response = verify(client, code_of(device), "?next=/accounts/inbox/")
    assert response["Location"] == "/accounts/inbox/"
    assert client.get("/accounts/inbox/").status_code == 200


def test_a_foreign_next_is_not_followed(client: Client, device: TOTPDevice) -> None:
    sign_in(client)
    response = verify(client, code_of(device), "?next=https://evil.example/")
    assert response["Location"] == reverse("today")


def test_the_session_gets_a_fresh_key(client: Client, device: TOTPDevice) -> None:
    sign_in(client)
    before = client.session.session_key
    verify(client, code_of(device))
    assert client.session.session_key != before


def test_a_code_is_good_once(client: Client, device: TOTPDevice) -> None:
    sign_in(client)
    code = code_of(device)
    assert verify(client, code).status_code == 302
    second = Client()
    sign_in(second)
    assert verify(second, code).status_code == 422


def test_the_code_of_the_set_up_is_not_good_again(client: Client, device: TOTPDevice) -> None:
    sign_in(client)
    assert verify(client, code_of(device, -1)).status_code == 422


@pytest.mark.parametrize("code", ["", "000000", "12", "abc-def", "９９９９９９", "1" * 50, "'; --"])
def test_nonsense_is_refused_with_a_sentence(client: Client, device: TOTPDevice, code: str) -> None:
    sign_in(client)
    response = verify(client, code)
    assert response.status_code == 422
    assert client.get("/accounts/inbox/").status_code == 302


def test_guesses_are_slowed_and_the_wait_is_told(client: Client, device: TOTPDevice) -> None:
    sign_in(client)
    for _ in range(3):
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
        assert verify(client, "000000").status_code == 422
    response = verify(client, code_of(device))
    assert response.status_code == 422
    assert "Wait 4 seconds" in response.content.decode()


def test_the_pause_stops_growing_so_that_the_owner_is_not_locked_out(
    client: Client, device: TOTPDevice, later: Later
) -> None:
    sign_in(client)
    for _ in range(14):
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
        verify(client, "000000")
    later(timedelta(minutes=5))
    assert verify(client, code_of(device)).status_code == 302


def test_a_backup_code_is_good_once_and_stored_nowhere(client: Client, device: TOTPDevice) -> None:
    codes = device.backup_codes
    assert len(set(codes)) == 10
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert not stored & {code.replace("-", "") for code in codes}
    sign_in(client)
    assert verify(client, codes[0].upper()).status_code == 302
    assert StaticToken.objects.count() == 9
    again = Client()
    sign_in(again)
    assert verify(again, codes[0]).status_code == 422
    assert AuditRecord.objects.filter(action="accounts.second_factor.backup_used").count() == 1


def test_setting_up_shows_picture_and_secret_then_the_codes_once(
    as_user: AsUser, ann: User
) -> None:
    client = as_user(ann)
    page = client.get(reverse(SETUP)).content.decode()
    assert 'src="data:image/svg+xml' in page
    key = client.session["second_factor_key"]
    assert client.post(reverse(SETUP), {"token": "000000"}).status_code == 422
    device = TOTPDevice(key=key)
    done = client.post(reverse(SETUP), {"token": code_of(device)})
    assert done.content.decode().count('<code translate="no">') == 10
    assert client.get("/accounts/inbox/").status_code == 200
    assert "second_factor_key" not in client.session


def test_setting_up_ends_the_other_sessions(as_user: AsUser, ann: User) -> None:
    here, elsewhere = as_user(ann), as_user(ann)
    here.get(reverse(SETUP))
    device = TOTPDevice(key=here.session["second_factor_key"])
    here.post(reverse(SETUP), {"token": code_of(device)})
    assert elsewhere.get("/accounts/inbox/")["Location"].startswith(reverse("sign_in"))


def test_another_telephone_needs_the_password_and_replaces_the_first(
    client: Client, device: TOTPDevice
) -> None:
    sign_in(client)
    verify(client, code_of(device))
    client.get(reverse(SETUP))
    fresh = TOTPDevice(key=client.session["second_factor_key"])
    assert client.post(reverse(SETUP), {"token": code_of(fresh)}).status_code == 422
    both = {"token": code_of(fresh), "proof": PASSWORD}
    assert client.post(reverse(SETUP), both).status_code == 200
    assert [d.key for d in TOTPDevice.objects.all()] == [fresh.key]
    assert StaticToken.objects.count() == 10


def test_where_required_the_set_up_comes_before_any_work(
    as_user: AsUser, ann: User, settings: Settings
) -> None:
    settings.REQUIRE_TOTP = True
    client = as_user(ann)
    for name in ("inbox", "me", "today"):
        assert client.get(reverse(name))["Location"].startswith(reverse(SETUP)), name
    for name in (SETUP, "sign_out"):
        assert client.get(reverse(name)).status_code in (200, 405)
    client.get(reverse(SETUP))
    device = TOTPDevice(key=client.session["second_factor_key"])
    client.post(reverse(SETUP), {"token": code_of(device)})
    assert client.get(reverse("inbox")).status_code == 200


def test_where_required_it_cannot_be_switched_off(
    signer: User, device: TOTPDevice, settings: Settings
) -> None:
    settings.REQUIRE_TOTP = True
    with pytest.raises(DomainError):
        execute(second_factor.second_factor_remove, by=signer)
    assert TOTPDevice.objects.exists()


def test_switching_off_asks_for_the_password(client: Client, device: TOTPDevice) -> None:
    sign_in(client)
    verify(client, code_of(device))
    url = reverse("second_factor_remove")
    assert client.post(url, {"proof": "something else here"}).status_code == 422
    assert client.post(url, {"proof": PASSWORD})["Location"] == reverse("me")
    assert client.get(reverse("me")).status_code == 200
    assert not TOTPDevice.objects.exists()


def test_new_backup_codes_end_the_old_ones(client: Client, device: TOTPDevice) -> None:
    old = device.backup_codes[0]
    sign_in(client)
    verify(client, code_of(device))
    page = client.post(reverse("backup_codes"), {"proof": PASSWORD}).content.decode()
    assert page.count('<code translate="no">') == 10
    again = Client()
    sign_in(again)
    assert verify(again, old).status_code == 422


def test_an_administrator_resets_a_lost_telephone_and_ends_the_sessions(
    client: Client, as_user: AsUser, signer: User, device: TOTPDevice, admin: User
) -> None:
    sign_in(client)
    verify(client, code_of(device))
    response = as_user(admin).post(reverse("person_second_factor", args=[signer.pk]))
    assert response.status_code == 302
    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()
    assert client.get("/accounts/inbox/")["Location"].startswith(reverse("sign_in"))
    record = AuditRecord.objects.get(action="accounts.second_factor.reset")
    assert (record.by, record.subject_id) == (admin, str(signer.pk))


def test_nobody_resets_their_own(admin: User) -> None:
    with pytest.raises(DomainError):
        execute(second_factor.second_factor_reset, by=admin, user_id=admin.pk)


def test_the_second_factor_costs_one_query_a_page(
    client: Client, device: TOTPDevice, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sign_in(client)
    verify(client, code_of(device))
    with django_assert_num_queries(3):
        client.get("/no/such/page/")


def test_an_expired_session_is_not_verified_by_the_next_sign_in(
    client: Client, device: TOTPDevice, later: Later
) -> None:
    sign_in(client)
    verify(client, code_of(device))
    later(timedelta(minutes=31))
    client.get("/accounts/inbox/")
    sign_in(client)
    assert client.get("/accounts/inbox/")["Location"].startswith(reverse(VERIFY))
    assert timezone.now()
