"""What pricing shows on the pages below it: the timeline, *Today*, the unit's discount (V7, P5)."""

from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.models import StateChange
from core.policies import policy_on
from core.registry import Panel, TimelineEntry, TodayCard
from core.timeline import older_than
from pricing import permissions
from pricing.models import PriceDifference, Purchase
from pricing.models.purchase import PURCHASE_STATES
from pricing.policies import PricingPolicy
from pricing.selectors import Group, Standing, campaign_on, homes_of, standing
from units.models import Category, Contact, Unit

_LABELS = dict(PURCHASE_STATES)


def purchase_entries(
    subject: Model, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """What became of the purchases of a unit's people or of a customer; two queries."""
    if isinstance(subject, Unit):
        purchases = Purchase.objects.visible_to(user).filter(unit=subject)
    elif isinstance(subject, Contact):
        purchases = Purchase.objects.visible_to(user).filter(contact=subject)
    else:
        return []
    changes = list(_changes(purchases, before)[:limit])
    shown = purchases.select_related("home").in_bulk({change.subject_id for change in changes})
    return [_entry(change, shown[change.subject_id]) for change in changes]


def own_entries(purchase: Purchase) -> list[TimelineEntry]:
    """A purchase's own path and every price it had, newest first; two queries."""
    path = [_entry(change, purchase) for change in _changes([purchase.pk])]
    prices = [
        TimelineEntry(
            change.at,
            "prices",
            _("Price changed: %(was)s → %(now)s yuan")
            % {"was": f"{change.was:,.2f}", "now": f"{change.now:,.2f}"},
            str(change.by),
            icon="percent",
            detail=change.get_why_display(),
        )
        for change in purchase.price_changes.select_related("by")
    ]
    return sorted([*path, *prices], key=lambda entry: entry.at, reverse=True)


def _changes(purchases: Any, before: datetime | None = None) -> Any:
    ids = purchases if isinstance(purchases, list) else purchases.values("pk")
    rows = StateChange.objects.filter(subject_type="pricing.purchase", subject_id__in=ids)
    return older_than(rows.select_related("by"), "at", before)


def _entry(change: StateChange, purchase: Purchase) -> TimelineEntry:
    return TimelineEntry(
        change.at,
        "purchases",
        _("Home %(home)s: %(state)s")
        % {"home": purchase.home, "state": _LABELS.get(change.to_state, change.to_state)},
        str(change.by or ""),
        url=purchase.get_absolute_url(),
        icon="house",
        detail=change.because,
    )


def today_cards(user: User, day: date) -> list[TodayCard]:
    """Finance: what is owed to buyers."""
    if not user.has_perm(permissions.MONEY_RECEIVE):
        return []
    due = PriceDifference.objects.visible_to(user).due().count()
    if not due:
        return []
    text = ngettext("%(count)d buyer is owed money", "%(count)d buyers are owed money", due)
    return [
        TodayCard(
            _("Price differences"),
            text % {"count": due},
            f"{reverse('difference_list')}?state=due",
            _("Settle"),
            "percent",
            urgency=40,
            count=due,
        )
    ]


def unit_standing(unit: Unit, day: date) -> Standing | None:
    """Where the unit stands on a day; None if its people do not buy as a group."""
    rule = unit.category.group_rule
    if rule == Category.GroupRule.NONE:
        return None
    campaign = campaign_on(unit.project_id, day)
    policy = policy_on(PricingPolicy, day, unit.project_id)
    group = Group(rule, homes_of(unit), ())  # who is key person matters for a price only
    return standing(group, campaign.pk if campaign else None, policy)


def unit_panel(unit: Model, user: User) -> Panel | None:
    """The group discount on the unit's page."""
    if not isinstance(unit, Unit) or not user.has_perm(permissions.PURCHASE_VIEW):
        return None
    where = unit_standing(unit, timezone.localdate())
    if where is None:
        return None
    context = {"standing": where, "url": reverse("unit_discount", args=[unit.pk])}
    return Panel("pricing/_standing_card.html", context)
