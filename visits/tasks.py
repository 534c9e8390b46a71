"""The daily jobs of visits (V6)."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from core.jobs import daily
from core.policies import policy_on
from visits.policies import VisitPolicy
from visits.services.reminders import evening_reminders_send, morning_lists_send


@daily(
    "visits.morning_list",
    at=lambda day: policy_on(VisitPolicy, day).morning_list_at,
    label=_("Morning lists"),
)
def send_morning_lists(day: date, now: datetime) -> int:
    """At 07:30: what is due, overdue, and whose birthday it is."""
    return morning_lists_send(day=day)


@daily(
    "visits.evening_reminder",
    at=lambda day: policy_on(VisitPolicy, day).evening_reminder_at,
    label=_("Evening reminders"),
)
def send_evening_reminders(day: date, now: datetime) -> int:
    """At 17:30: what is not done or not filed."""
    return evening_reminders_send(day=day)
