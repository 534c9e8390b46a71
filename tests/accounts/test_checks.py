"""Mistakes of deployment are found by `manage.py check --deploy`."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from accounts import checks


def test_service_without_second_factor_is_warned_about(settings: Settings) -> None:
    settings.IN_SERVICE, settings.REQUIRE_TOTP = True, False
    assert [found.id for found in checks.second_factor()] == ["accounts.W001"]
    settings.REQUIRE_TOTP = True
    assert checks.second_factor() == []


@pytest.mark.parametrize(
    ("idle", "longest", "found"),
    [(30, 600, 0), (31, 600, 1), (30, 601, 1), (5, 60, 0)],
)
def test_long_sessions_are_warned_about(
    settings: Settings, idle: int, longest: int, found: int
) -> None:
    settings.SESSION_IDLE = timedelta(minutes=idle)
    settings.SESSION_MAX = timedelta(minutes=longest)
    assert len(checks.session_limits()) == found


@pytest.mark.parametrize(("idle", "found"), [(0, 1), (-5, 1), (601, 1), (600, 0)])
def test_limits_that_make_no_sense_are_errors(settings: Settings, idle: int, found: int) -> None:
    settings.SESSION_IDLE = timedelta(minutes=idle)
    settings.SESSION_MAX = timedelta(minutes=600)
    assert len(checks.session_order()) == found


def test_a_weak_hasher_is_warned_about(settings: Settings) -> None:
    assert [found.id for found in checks.hasher()] == ["accounts.W003"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert checks.hasher() == []
