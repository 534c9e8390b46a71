"""Reads about who follows what: candidates, claims, the panels of record pages, *Today* (U5–U7)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, User
from core.abilities import FIELD, Role
from core.importing.selectors import named
from core.policies import policy_on
from core.registry import Panel, TodayCard
from units import permissions
from units.models import Claim, Contact, Dispute, Holder, Registration, Unit
from units.policies import OwnershipPolicy
from units.rules import warned_on

CHAIN = 20


# --- choosing somebody ----------------------------------------------------------------------------


def candidates(user: User, project_ids: frozenset[int], but: int | None = None) -> QuerySet[User]:
    """Whom `user` may give something of the projects to: in a team today; a leader's own team."""
    today = Membership.objects.on(timezone.localdate()).filter(team__project_id__in=project_ids)
    if user.role == Role.LEADER:
        today = today.filter(team_id__in=user.team_ids)
    people = User.objects.filter(pk__in=today.values("user_id"), is_active=True, role__in=FIELD)
    return people.exclude(pk=but or 0).order_by("name", "pk")


@dataclass(frozen=True)
class Claims:
    """How many live claims a person has, and how many the policy allows (U7)."""

    live: int
    limit: int

    @property
    def left(self) -> int:
        """How many more they may make."""
        return max(self.limit - self.live, 0)


def claims_of(user: User) -> Claims:
    """The person's live claims from the pool, beside the limit of today."""
    limit = policy_on(OwnershipPolicy, timezone.localdate()).claim_limit
    return Claims(Claim.objects.filter(user=user, ended_at=None).count(), limit)


# --- panels ---------------------------------------------------------------------------------------


def ownership_panel(subject: Any, user: User) -> Panel:
    """Who followed the unit or customer from when, who decided it and why."""
    rows = subject.ownership_changes.select_related("from_owner", "to_owner", "to_team", "by")
    chain = list(rows[:CHAIN])
    sources = named({row.batch_id for row in chain if row.batch_id}, user)
    noun = "unit" if isinstance(subject, Unit) else "customer"
    return Panel(
        "units/_ownership.html",
        {
            "chain": [(row, sources.get(row.batch_id)) for row in chain],
            "assign_url": reverse(f"{noun}_assign", args=[subject.pk]),
            "release_url": reverse(f"{noun}_release", args=[subject.pk]),
            "pooled_at": subject.pooled_at,
        },
    )


def protection_panel(contact: Any, user: User) -> Panel | None:
    """Who registered a customer, how many days of protection are left, and what is disputed."""
    last = Registration.objects.filter(contact=contact).select_related("owner").first()
    if last is None:
        return None
    today = timezone.localdate()
    days = max((last.protected_until - today).days, 0) if last.live else 0
    disputes = Dispute.objects.visible_to(user).filter(contact=contact).open()
    return Panel(
        "units/_protection.html",
        {
            "registration": last,
            "days": days,
            "near": days <= policy_on(OwnershipPolicy, today).near_days,
            "protected": last.live and last.protected_until >= today,
            "disputes": list(disputes),
        },
    )


# --- Today ----------------------------------------------------------------------------------------


def today_cards(user: User, day: date) -> list[TodayCard]:
    """What goes into the pool soon, disputes that wait for a ruling, leavers who hold something."""
    cards: list[TodayCard] = []
    if user.role in FIELD:
        cards += _leaving_cards(user, day)
    if user.has_perm(permissions.DISPUTE_RULE):
        cards += _ruling_cards(user)
    if user.has_perm(permissions.HANDOVER):
        cards += _leaver_cards(user)
    return cards


def warning_limit(day: date) -> date:
    """Whoever was last in touch before this day has been warned by `day`."""
    policy = policy_on(OwnershipPolicy, day)
    return warned_on(day, policy.warning_days) + timedelta(days=1)


def _leaving_cards(user: User, day: date) -> list[TodayCard]:
    """One card for units, one for customers, from the day of the warning on."""
    limit = warning_limit(day)
    units = Unit.objects.idle_before(limit).filter(owner=user).count()
    customers = Contact.objects.left_alone_since(limit).filter(owner=user).count()
    found = (
        (units, _units_soon(units), "unit_list"),
        (customers, _customers_soon(customers), "registration_list"),
    )
    return [
        TodayCard(
            title=title,
            text=_("Get in touch and record it: that starts the time anew."),
            url=f"{reverse(page)}?near=true&owner={user.pk}",
            button=_("Open the list"),
            icon="hourglass-split",
            urgency=15,
            count=count,
        )
        for count, title, page in found
        if count
    ]


def _units_soon(count: int) -> str:
    return ngettext(
        "%(count)d unit goes into the public pool soon",
        "%(count)d units go into the public pool soon",
        count,
    ) % {"count": count}


def _customers_soon(count: int) -> str:
    return ngettext(
        "%(count)d customer goes into the public pool soon",
        "%(count)d customers go into the public pool soon",
        count,
    ) % {"count": count}


def _ruling_cards(user: User) -> list[TodayCard]:
    count = Dispute.objects.visible_to(user).open().count()
    if not count:
        return []
    title = ngettext(
        "%(count)d dispute waits for your ruling", "%(count)d disputes wait for your ruling", count
    )
    return [
        TodayCard(
            title=title % {"count": count},
            text=_("Both sides' contacts stand side by side."),
            url=f"{reverse('dispute_list')}?state=open",
            button=_("Open the list"),
            icon="shield-exclamation",
            urgency=18,
            count=count,
        )
    ]


def _leaver_cards(user: User) -> list[TodayCard]:
    people = list(Holder.objects.visible_to(user).filter(is_active=False).order_by("pk")[:3])
    return [
        TodayCard(
            title=_("%(name)s has left and still follows customers") % {"name": person},
            text=_("Nobody looks after them until you hand them over."),
            url=reverse("handover", args=[person.pk]),
            button=_("Hand over"),
            icon="arrow-left-right",
            urgency=16,
            late=True,
        )
        for person in people
    ]
