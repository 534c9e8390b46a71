"""The nightly tidying keeps what is still needed."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.tasks import tidy_sign_in


def test_live_sessions_stay_and_ended_ones_go(
    as_user: Callable[[User], Client], ann: User, bob: User
) -> None:
    live, ended = as_user(ann), as_user(bob)
    now = timezone.now()
    key = ended.session.session_key
    Session.objects.filter(pk=key).update(expire_date=now - timedelta(seconds=1))
    assert tidy_sign_in(timezone.localdate(now), now) == 1
    assert live.get("/accounts/me/").status_code == 200
    assert not Session.objects.filter(pk=key).exists()
