"""What rewards shows on the pages below it: the timeline, *Today*, the unit's page (V7)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Model, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.models import StateChange
from core.registry import Panel, TimelineEntry, TodayCard
from core.timeline import older_than
from rewards import permissions, reasons
from rewards.models import Conversion, Hold, Reclaim, Reward
from rewards.models.reward import REWARD_STATES
from rewards.states import COUNTED, RewardState
from units.models import Contact, Unit

_LABELS = dict(REWARD_STATES)


def reward_entries(
    subject: Model, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """What became of the rewards of a unit or a key person; two queries."""
    if not isinstance(subject, Unit | Contact) or not user.has_perm(permissions.REWARD_VIEW):
        return []
    of = {"unit": subject} if isinstance(subject, Unit) else {"contact": subject}
    rewards = Reward.objects.visible_to(user).filter(**of)
    changes = list(_changes(rewards, before)[:limit])
    shown = rewards.select_related("contact").in_bulk({row.subject_id for row in changes})
    return [_entry(row, shown[row.subject_id]) for row in changes]


def own_entries(reward: Reward) -> list[TimelineEntry]:
    """A reward's own path, newest first."""
    return [_entry(row, reward) for row in _changes(Reward.objects.filter(pk=reward.pk))]


def _changes(rewards: QuerySet[Reward], before: datetime | None = None) -> QuerySet[StateChange]:
    rows = StateChange.objects.filter(
        subject_type="rewards.reward", subject_id__in=rewards.values("pk")
    )
    return older_than(rows.select_related("by"), "at", before)


def _entry(change: StateChange, reward: Reward) -> TimelineEntry:
    return TimelineEntry(
        change.at,
        "rewards",
        _("Reward for %(contract)s: %(state)s")
        % {
            "contract": reward.contract_no,
            "state": _LABELS.get(change.to_state, change.to_state),
        },
        str(change.by or _("by itself")),
        url=reward.get_absolute_url(),
        icon="award",
        detail=change.because,
    )


# --- the unit's page --------------------------------------------------------------------------


def unit_panel(unit: Model, user: User) -> Panel | None:
    """Whether the acknowledgement is on file, and what the unit's people earned so far."""
    if not isinstance(unit, Unit) or not user.has_perm(permissions.REWARD_VIEW):
        return None
    rewards = Reward.objects.visible_to(user).filter(unit=unit, state__in=COUNTED)
    held = Count("pk", filter=Q(state=RewardState.ON_HOLD))
    sums = rewards.aggregate(count=Count("pk"), amount=Sum("amount"), held=held)
    discounts = Conversion.objects.visible_to(user).unsettled().filter(unit=unit)
    context = {
        **sums,
        "unit": unit,
        "discount": discounts.aggregate(amount=Sum("amount"))["amount"],
        "discounts_url": _discounts_url(unit, user),
        "acknowledgement": unit.acknowledgements.first(),
        "public_sector": unit.category.public_sector,
        "may_file": user.has_perm(permissions.ACKNOWLEDGEMENT_ADD),
        "url": f"{reverse('reward_list')}?unit={unit.pk}",
    }
    return Panel("rewards/_unit_card.html", context)


def _discounts_url(unit: Unit, user: User) -> str:
    """The discounts to grant to this unit's buyers, for who may open the list."""
    if not user.has_perm(permissions.OWED_VIEW):
        return ""
    return f"{reverse('conversion_list')}?open=true&unit={unit.pk}"


# --- Today ------------------------------------------------------------------------------------


def today_cards(user: User, day: date) -> list[TodayCard]:
    """What waits for finance, compliance, the manager, and the field."""
    if not user.has_perm(permissions.REWARD_VIEW):
        return []
    return [*_finance(user), *_owed(user), *_compliance(user), *_field(user)]


def _finance(user: User) -> Iterator[TodayCard]:
    if not user.has_perm(permissions.REWARD_VERIFY):
        return
    rewards = Reward.objects.visible_to(user)
    payable = rewards.filter(state=RewardState.PAYABLE).count()
    if payable:
        text = ngettext("%(count)d reward to verify", "%(count)d rewards to verify", payable)
        yield _card(_("Rewards payable"), text, payable, _list("payable"), _("Verify"), 20)
    verified = rewards.filter(state=RewardState.VERIFIED).count()
    if verified:
        text = ngettext("%(count)d reward to pay", "%(count)d rewards to pay", verified)
        yield _card(_("Rewards verified"), text, verified, _list("verified"), _("Pay"), 25)


def _owed(user: User) -> Iterator[TodayCard]:
    if not user.has_perm(permissions.OWED_VIEW):
        return
    reclaims = Reclaim.objects.visible_to(user).unsettled().count()
    if reclaims:
        text = ngettext(
            "%(count)d amount is still out", "%(count)d amounts are still out", reclaims
        )
        url = f"{reverse('reclaim_list')}?open=true"
        yield _card(_("To reclaim"), text, reclaims, url, _("Settle"), 45)
    grants = Conversion.objects.visible_to(user).unsettled().count()
    if grants:
        text = ngettext("%(count)d discount to grant", "%(count)d discounts to grant", grants)
        url = f"{reverse('conversion_list')}?open=true"
        yield _card(_("Discounts to grant"), text, grants, url, _("Settle"), 50)


def _compliance(user: User) -> Iterator[TodayCard]:
    """Rewards and gifts that wait for compliance, or for the sales manager to agree."""
    held, url = Hold.objects.visible_to(user), reverse("hold_list")
    if user.has_perm(permissions.REWARD_DECIDE):
        count = held.count()
        text = ngettext(
            "%(count)d reward or gift is held", "%(count)d rewards and gifts are held", count
        )
    elif user.has_perm(permissions.REWARD_AGREE):
        count, url = held.for_manager().count(), f"{url}?manager=true"
        text = ngettext(
            "%(count)d reward or gift waits for you to agree",
            "%(count)d rewards and gifts wait for you to agree",
            count,
        )
    else:
        return
    if count:
        yield _card(_("Compliance holds"), text, count, url, _("Decide"), 15)


def _field(user: User) -> Iterator[TodayCard]:
    if not user.has_perm(permissions.ACKNOWLEDGEMENT_ADD):
        return
    rows = Reward.objects.visible_to(user).held().values_list("unit_id", "holds")
    waiting = [unit for unit, holds in rows if reasons.NOT_ACKNOWLEDGED in holds]
    if waiting:
        text = ngettext(
            "%(count)d reward waits for the unit's acknowledgement",
            "%(count)d rewards wait for the unit's acknowledgement",
            len(waiting),
        )
        one = set(waiting)
        url = (
            reverse("acknowledgement_add", args=[one.pop()]) if len(one) == 1 else _list("on_hold")
        )
        yield _card(_("Acknowledgements"), text, len(waiting), url, _("File it"), 35)


def _list(state: str) -> str:
    return f"{reverse('reward_list')}?state={state}"


def _card(  # noqa: PLR0913 - the parts of a card
    title: str, text: str, count: int, url: str, button: str, urgency: int
) -> TodayCard:
    return TodayCard(
        title, text % {"count": count}, url, button, "award", urgency=urgency, count=count
    )


def path_of(reward: Reward, changes: list[Any]) -> list[tuple[Any, str, Any]]:
    """(label, css, day) of each state a reward went through, and of those still ahead."""
    went = [(_LABELS[row.to_state], "done", row.at) for row in changes if row.to_state in _LABELS]
    if went:
        label, _done, at = went.pop()
        ends = {RewardState.REFUSED, RewardState.VOID, RewardState.ON_HOLD}
        went.append((label, "stop" if reward.state in ends else "now", at))
    straight = [RewardState.ACCRUED, RewardState.PAYABLE, RewardState.VERIFIED, RewardState.PAID]
    ahead = straight[straight.index(reward.state) + 1 :] if reward.state in straight else []  # type: ignore[arg-type]
    return [*went, *((_LABELS[state], "", None) for state in ahead)]
