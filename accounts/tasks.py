"""Nightly: what sign-in leaves behind is removed."""

from datetime import date, datetime, time, timedelta

from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from core.jobs import daily

KEEP_ATTEMPTS = timedelta(days=1)
KEEP_LOG = timedelta(days=180)


@daily(
    "accounts.sign_in_tidy",
    at=lambda day: time(3, 20),
    label=_("Old sessions and sign-in records removed"),
)
def tidy_sign_in(day: date, now: datetime) -> int:
    """Delete ended sessions, attempts after a day, the sign-in log after half a year."""
    old = (
        Session.objects.filter(expire_date__lt=now),
        AccessAttempt.objects.filter(attempt_time__lt=now - KEEP_ATTEMPTS),
        AccessLog.objects.filter(attempt_time__lt=now - KEEP_LOG),
    )
    return sum(rows.delete()[0] for rows in old)
