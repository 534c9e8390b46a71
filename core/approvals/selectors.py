"""Reads for the approval pages and for *Today*."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.approvals.kinds import kind_of, title_of
from core.models import Approval
from core.registry import TodayCard

LIMIT = 100  # nobody decides more in one sitting; older ones come up as these go


def waiting_for(user: Any) -> list[Approval]:
    """What this person may decide now, the oldest first."""
    rows = Approval.objects.waiting_for(user).for_list()[:LIMIT]
    return [approval for approval in rows if kind_of(approval).check(user, approval)]


def may_decide(user: Any, approval: Approval) -> bool:
    """Whether the approval waits for this person now."""
    waits = Approval.objects.waiting_for(user).filter(pk=approval.pk).exists()
    return waits and kind_of(approval).check(user, approval)


def today_cards(user: Any, day: date) -> list[TodayCard]:
    """One card for all that waits for the person."""
    waiting = waiting_for(user)
    if not waiting:
        return []
    first = waiting[0]
    alone = len(waiting) == 1
    return [
        TodayCard(
            title=ngettext(
                "%(count)d thing waits for your decision",
                "%(count)d things wait for your decision",
                len(waiting),
            )
            % {"count": len(waiting)},
            text=_("%(title)s, asked by %(person)s")
            % {"title": title_of(first), "person": first.asked_by},
            url=first.get_absolute_url() if alone else reverse("approval_list"),
            button=_("Decide"),
            icon="check2-square",
            urgency=20,
            count=len(waiting),
        )
    ]
