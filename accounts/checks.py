"""Mistakes of deployment around sign-in, found by `manage.py check --deploy`."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)


@register(Tags.security, deploy=True)
def second_factor(**_: Any) -> list[CheckMessage]:
    """In service everybody proves a second factor."""
    if not settings.IN_SERVICE or settings.REQUIRE_TOTP:
        return []
    return [
        Warning(
            "REQUIRE_TOTP is off in service: a guessed password is enough to sign in.",
            hint="Remove REQUIRE_TOTP from the environment, or set it to 1.",
            id="accounts.W001",
        )
    ]


@register(Tags.security, deploy=True)
def session_limits(**_: Any) -> list[CheckMessage]:
    """Sessions end after 30 idle minutes and 10 hours at the latest."""
    if settings.SESSION_IDLE <= IDLE and settings.SESSION_MAX <= LONGEST:
        return []
    return [
        Warning(
            "Sessions live longer than 30 idle minutes or 10 hours.",
            hint="Lower SESSION_IDLE_MINUTES and SESSION_MAX_HOURS.",
            id="accounts.W002",
        )
    ]


@register(Tags.security)
def session_order(**_: Any) -> list[CheckMessage]:
    """An idle limit above the longest life would never be met; none at all ends every session."""
    if timedelta() < settings.SESSION_IDLE <= settings.SESSION_MAX:
        return []
    return [
        Error(
            "SESSION_IDLE_MINUTES must be above 0 and at most SESSION_MAX_HOURS.",
            hint="Take 30 minutes and 10 hours.",
            id="accounts.E001",
        )
    ]


@register(Tags.security, deploy=True)
def hasher(**_: Any) -> list[CheckMessage]:
    """New passwords are hashed with Argon2id."""
    if "Argon2" in settings.PASSWORD_HASHERS[0]:
        return []
    return [
        Warning(
            "Passwords are not hashed with Argon2id.",
            hint="Put Argon2PasswordHasher first in PASSWORD_HASHERS.",
            id="accounts.W003",
        )
    ]
