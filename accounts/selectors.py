"""Reads around people that several pages share."""

from datetime import date

from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Membership, SavedView, User


def has_second_factor(user: User) -> bool:
    """Whether a confirmed TOTP device exists."""
    return bool(TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).exists())


def backup_codes_left(user: User) -> int:
    """How many backup codes are unused."""
    return int(StaticToken.objects.filter(device__user_id=user.pk).count())


def memberships_on(user: User, day: date) -> list[Membership]:
    """The memberships of `day` with their teams and projects."""
    return list(user.memberships.on(day).select_related("team__project"))


def memberships_of(user: User) -> list[Membership]:
    """Every membership ever, newest first."""
    return list(user.memberships.select_related("team").order_by("-starts_on", "-pk"))


def led_teams(user: User) -> frozenset[int]:
    """The teams somebody leads today."""
    today = user.memberships.on(timezone.localdate()).filter(leader=True)
    return frozenset(today.values_list("team_id", flat=True))


def may_change_view(user: User, view: SavedView) -> bool:
    """Its maker, or who leads the team it is for."""
    return view.owner_id == user.pk or view.team_id in led_teams(user)
