"""What pages, panels and *Today* show of people's requests (L1)."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.policies import policy_on
from core.registry import Panel, TodayCard
from units import permissions
from units.models import Contact, PersonRequest, RetentionRun
from units.policies import PersonalPolicy
from units.selectors.consent import consent_standing
from units.selectors.retention import cutoff_on, forgettable
from units.states import RetentionState


def consent_panel(subject: Any, user: User) -> Panel | None:
    """What the person allows, with its history, and what they asked."""
    if subject.erased_at is not None:
        return None
    return Panel("units/_consent.html", consent_context(subject, user))


def consent_context(subject: Contact, user: User) -> dict[str, Any]:
    """Standing, open requests, and the buttons this person may press."""
    return {
        "standing": consent_standing(subject),
        "requests": list(PersonRequest.objects.live().filter(contact=subject)),
        "consent_url": _link(user, permissions.CONSENT_RECORD, "contact_consent", subject.pk),
        "request_url": _link(user, permissions.REQUEST_RECORD, "request_add", subject.pk),
        "subject_url": _link(user, permissions.PERSONAL_VIEW, "subject_detail", subject.pk),
        "today": timezone.localdate(),
    }


def _link(user: User, ability: str, name: str, pk: int) -> str:
    return reverse(name, args=[pk]) if user.has_perm(ability) else ""


def today_cards(user: User, day: date) -> list[TodayCard]:
    """What compliance finds to do."""
    return [*_requests_due(user, day), *_nobody_deals_with(user, day)]


def _nobody_deals_with(user: User, day: date) -> list[TodayCard]:
    """People nobody deals with any more, for who may have them erased."""
    if not user.has_perm(permissions.RETENTION_CONFIRM):
        return []
    running = RetentionRun.objects.filter(state=RetentionState.CONFIRMED).values("project")
    projects = user.projects.exclude(pk__in=running)
    count = sum(forgettable([one.pk], cutoff_on(day, one.pk)).count() for one in projects)
    if not count:
        return []
    return [
        TodayCard(
            title=ngettext(
                "%(count)d person nobody deals with any more",
                "%(count)d people nobody deals with any more",
                count,
            )
            % {"count": count},
            text=_("Look at the list, and have them erased."),
            url=reverse("retention"),
            button=_("Look"),
            icon="hourglass-split",
            urgency=60,
            count=count,
        )
    ]


def _requests_due(user: User, day: date) -> list[TodayCard]:
    """Requests whose answer is owed soon, for who answers them."""
    if not user.has_perm(permissions.PERSONAL_ANSWER):
        return []
    soon = day + timedelta(days=policy_on(PersonalPolicy, day).warn_days)
    rows = PersonRequest.objects.visible_to(user).live().filter(due_on__lte=soon)
    near = list(rows.order_by("due_on", "pk")[:100])
    if not near:
        return []
    first, alone = near[0], len(near) == 1
    return [
        TodayCard(
            title=ngettext(
                "%(count)d personal-data request is due",
                "%(count)d personal-data requests are due",
                len(near),
            )
            % {"count": len(near)},
            text=_("Answer owed until %(day)s") % {"day": first.due_on},
            url=first.get_absolute_url() if alone else f"{reverse('request_list')}?state=open",
            button=_("Answer"),
            icon="shield-lock",
            urgency=15,
            late=first.due_on < day,
            count=len(near),
        )
    ]
