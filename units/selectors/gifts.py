"""What became of gifts, for timelines (K5, V7)."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from core.models import StateChange
from core.registry import TimelineEntry
from core.timeline import older_than
from units import permissions
from units.models import Contact, Gift, Unit
from units.models.gift import GIFT_STATES

_LABELS = dict(GIFT_STATES)


def gift_entries(
    subject: Any, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """The gifts of a unit or a person; two queries."""
    if not isinstance(subject, Unit | Contact) or not user.has_perm(permissions.GIFT_VIEW):
        return []
    of = {"unit": subject} if isinstance(subject, Unit) else {"contact": subject}
    gifts: QuerySet[Gift] = Gift.objects.visible_to(user).filter(**of)
    changes = list(_changes(gifts, before)[:limit])
    shown = gifts.select_related("contact").in_bulk({row.subject_id for row in changes})
    return [_entry(row, shown[row.subject_id]) for row in changes]


def own_entries(gift: Gift) -> list[TimelineEntry]:
    """A gift's own path, newest first."""
    return [_entry(row, gift) for row in _changes(Gift.objects.filter(pk=gift.pk))]


def _changes(gifts: QuerySet[Gift], before: datetime | None = None) -> QuerySet[StateChange]:
    rows = StateChange.objects.filter(subject_type="units.gift", subject_id__in=gifts.values("pk"))
    told = older_than(rows.select_related("by"), "at", before)
    return told.order_by("-at", "-id")


def _entry(change: StateChange, gift: Gift) -> TimelineEntry:
    said = pgettext("gift", "asked for") if not change.from_state else _LABELS[change.to_state]
    return TimelineEntry(
        change.at,
        "gifts",
        _("Gift “%(item)s” to %(name)s: %(state)s")
        % {"item": gift.item, "name": gift.contact, "state": said},
        str(change.by or _("by itself")),
        url=gift.get_absolute_url(),
        icon="gift",
        detail=change.because,
    )
