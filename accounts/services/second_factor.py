"""The second factor: a TOTP device, ten backup codes, each code good once."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from core import audit
from core.errors import DomainError

BACKUP_CODES = 10
# After so many wrong codes the pause grows no more: about four minutes a guess.
MOST_FAILURES = 9
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Proof:
    """What came of a code: the device that took it, or until when codes are refused unread."""

    device: Any = None
    wait_until: datetime | None = None


@transaction.atomic
def second_factor_enable(*, key: str, token: str, by: User) -> TOTPDevice:
    """Make the device with `key` (hex) the only one, proven by its current code.

    Ends the person's other sessions. New backup codes are on the object as `.backup_codes`, in
    plain text only here.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    remove_devices(user)
    device = TOTPDevice(user=user, name="TOTP", key=key, confirmed=True)
    # Saves the device with the code's time step, so that the same code is not good again.
    if not device.verify_token(token.replace(" ", "")):
        raise DomainError(
            _("This code does not fit. Check the telephone's clock and enter the next code."),
            field="token",
        )
    device.backup_codes = _make_backup_codes(user)
    _end_other_sessions(user, by)
    audit.record("accounts.second_factor.enabled", user, by=by)
    return device


@transaction.atomic
def second_factor_check(*, token: str, by: User) -> Proof:
    """Try a TOTP or backup code. A wrong one is counted, so this returns instead of raising."""
    token = token.replace(" ", "").replace("-", "").lower()
    model, said = (TOTPDevice, token) if token.isdigit() else (StaticDevice, _digest(by, token))
    device = model.objects.select_for_update().filter(user_id=by.pk, confirmed=True).first()
    if device is None:
        return Proof()
    allowed, why = device.verify_is_allowed()
    if not allowed:
        return Proof(wait_until=why["locked_until"])
    if device.verify_token(said):
        if model is StaticDevice:
            audit.record("accounts.second_factor.backup_used", by, by=by)
        return Proof(device=device)
    _limit_pause(device)
    return Proof()


@transaction.atomic
def backup_codes_renew(*, by: User) -> StaticDevice:
    """Ten new codes (`.backup_codes`); the old ones end."""
    user = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        raise DomainError(_("Set up the second factor first."))
    codes = _make_backup_codes(user)
    audit.record("accounts.second_factor.codes_renewed", user, by=by)
    device = StaticDevice.objects.get(user=user)
    device.backup_codes = codes
    return device


@transaction.atomic
def second_factor_remove(*, by: User) -> User:
    """Do without the second factor, where the house allows it."""
    if settings.REQUIRE_TOTP:
        raise DomainError(_("The second factor is required here. Set up another device instead."))
    user = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    remove_devices(user)
    _end_other_sessions(user, by)
    audit.record("accounts.second_factor.removed", user, by=by)
    return user


@transaction.atomic
def second_factor_reset(*, user_id: int, by: User) -> User:
    """An administrator removes the lost device of somebody else; ends their sessions."""
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    if user.pk == by.pk:
        raise DomainError(_("Ask another administrator: nobody does this to themselves."))
    if not remove_devices(user):
        raise DomainError(_("This person has no second factor. Reload the page."))
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    audit.record("accounts.second_factor.reset", user, by=by)
    return user


def remove_devices(user: User) -> int:
    """Delete every device and code of a person; returns how many devices there were."""
    devices = 0
    for model in (TOTPDevice, StaticDevice):
        rows = model.objects.filter(user_id=user.pk)
        devices += rows.count()
        rows.delete()
    return devices


def _make_backup_codes(user: User) -> list[str]:
    """Replace the codes. The table keeps only what cannot be turned back into them."""
    device, _created = StaticDevice.objects.get_or_create(user=user, name="backup")
    device.token_set.all().delete()
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(10)) for _ in range(BACKUP_CODES)]
    for code in codes:
        device.token_set.create(token=_digest(user, code))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _digest(user: User, code: str) -> str:
    """16 characters (80 bits) of an HMAC that needs the house's secret."""
    said = f"backup-code:{user.pk}:{code}".encode()
    mac = hmac.digest(settings.SECRET_KEY.encode(), said, hashlib.sha256)
    return base64.b32encode(mac).decode()[:16].lower()


def _limit_pause(device: Any) -> None:
    """The library doubles the pause without end: a thief with the password locks the owner out."""
    if device.throttling_failure_count > MOST_FAILURES:
        device.throttling_failure_count = MOST_FAILURES
        device.save(update_fields=["throttling_failure_count"])


def _end_other_sessions(user: User, by: User) -> None:
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    by.session_epoch = user.session_epoch
