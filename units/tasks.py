"""What units does by itself: the public pool (U7), old look-ups, who is forgotten (L1)."""

from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _

from core.jobs import daily, every_ring
from core.policies import policy_on
from units.policies import OwnershipPolicy
from units.services import pool_fill, pool_warn
from units.services.lookup import look_ups_remove
from units.services.merge_end import merges_settle
from units.services.proof import certificates_expire
from units.services.retention import work_retention


@daily("units.lookups", at=lambda day: time(3, 25), label=_("Old look-ups removed"))
def remove_look_ups(day: date, now: datetime) -> int:
    """Forget look-ups that are older than the policy keeps (L1)."""
    return look_ups_remove(day=now)


@daily(
    "units.pool_fill",
    at=lambda day: policy_on(OwnershipPolicy, day).pool_at,
    label=_("Public pool"),
    catch_up=True,
)
def fill_pool(day: date, now: datetime) -> int:
    """At night: what was left alone for the grace period."""
    return pool_fill(day=day)


@daily(
    "units.pool_warning",
    at=lambda day: policy_on(OwnershipPolicy, day).warning_at,
    label=_("Warnings before the public pool"),
)
def warn_of_pool(day: date, now: datetime) -> int:
    """In the morning: what goes into the pool soon; the next one makes up for a missed one."""
    return pool_warn(day=day)


@daily("units.certificates", at=lambda day: time(0, 10), label=_("Certificates that ran out"))
def expire_certificates(day: date, now: datetime) -> int:
    """A teacher's price ends with the certificate (P3)."""
    return certificates_expire(day=day)


@daily("units.merges", at=lambda day: time(3, 35), label=_("Merged records settled"))
def settle_merges(day: date, now: datetime) -> int:
    """Merges nobody can undo any more forget what was kept for it (U8, L1)."""
    return merges_settle(now=now)


@every_ring("units.retention")
def forget_people(now: datetime) -> int:
    """A chunk of those compliance has confirmed (L1)."""
    return work_retention(now)
