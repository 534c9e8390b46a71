"""A password for ann, and a way through the second factor."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User

PASSWORD = "lamp orchid tram violin"


@pytest.fixture
def signer(ann: User) -> User:
    """Ann with a password."""
    ann.set_password(PASSWORD)
    ann.save()
    return ann


def sign_in(
    client: Client, username: str = "ann", password: str = PASSWORD, query: str = ""
) -> HttpResponseBase:
    """Post the form as a browser does."""
    response: HttpResponseBase = client.post(
        reverse("sign_in") + query, {"username": username, "password": password}
    )
    return response


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    """What the telephone shows now, or `steps` half-minutes later."""
    return f"{totp(device.bin_key, drift=steps):06d}"


@pytest.fixture
def later() -> Iterator[Callable[[timedelta], None]]:
    """`later(timedelta(minutes=31))` sets the clock that much after the test's beginning."""
    began = timezone.now()
    with ExitStack() as stack:

        def forward(by: timedelta) -> None:
            stack.close()
            stack.enter_context(time_machine.travel(began + by))

        yield forward
