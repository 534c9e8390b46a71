"""How many people somebody has exported, and whether so many more may go (L1).

Whoever asks holds the person's row: two exports at once cannot pass the step together unseen.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Sum
from django.dispatch import Signal
from django.utils import timezone

from core.exports.policies import ExportPolicy
from core.exports.states import COUNTED
from core.models import ExportRecord, ExportRelease
from core.policies import policy_on

LOOK, STOP = "look", "stop"

# Sent in the transaction of the export: record, step (LOOK or STOP), persons in all.
alarmed = Signal()
# A file is written, or a release given: record.
ready = Signal()
released = Signal()


@dataclass(frozen=True)
class Meter:
    """What has gone in the window, and the most that may."""

    used: int
    most: int
    look: int

    def holds(self, persons: int) -> bool:
        """Whether so many more may go; none at all always may."""
        return persons == 0 or self.used + persons <= self.most

    def step(self, persons: int) -> str:
        """The step that is reached by so many more; "" if none is."""
        now = self.used + persons
        if not persons:
            return ""
        if now >= self.most:
            return STOP
        return LOOK if self.used < self.look <= now else ""


def locked_meter(user: Any, now: datetime, without: int | None = None) -> Meter:
    """The person's count under their row's lock; `without` leaves one export out."""
    people: Any = get_user_model()._default_manager
    people.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)
    return meter(user, now, without)


def meter(user: Any, now: datetime, without: int | None = None) -> Meter:
    """The person's count, for reading."""
    rules = policy_on(ExportPolicy, timezone.localdate(now))
    since = now - timedelta(days=rules.days)
    gone = ExportRecord.objects.filter(by=user, at__gt=since, state__in=COUNTED)
    let = ExportRelease.objects.filter(person=user, at__gt=since)
    if without is not None:
        gone = gone.exclude(pk=without)
    return Meter(
        used=gone.aggregate(n=Sum("persons"))["n"] or 0,
        most=rules.stop + (let.aggregate(n=Sum("persons"))["n"] or 0),
        look=rules.look,
    )
