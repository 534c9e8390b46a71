"""What rewards shows of gifts: why one is held and what became of it, a person's year (L2)."""

from decimal import Decimal

from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from core.files import attachments_of
from core.policies import policy_on
from core.registry import Panel
from rewards import permissions, reasons
from rewards.deeds import deeds, held_gift
from rewards.models import Conversion, GiftDecision
from rewards.policies import RewardPolicy
from rewards.selectors import year_total_of_person
from units.models import Contact, Gift
from units.states import GiftState


def gift_panel(gift: Model, user: User) -> Panel | None:
    """Why the gift waits, what was decided on it, and who may decide."""
    if not isinstance(gift, Gift) or gift.held_on is None:
        return None
    decisions = list(GiftDecision.objects.filter(gift=gift).select_related("by"))
    held = held_gift(gift) if gift.state == GiftState.ON_HOLD else None
    context = {
        "held": held,
        "reasons": reasons.labels(gift.holds),
        "deeds": deeds(held, user) if held else [],
        "decisions": [(row, list(attachments_of(row))) for row in decisions],
        "may_decide": user.has_perm(permissions.REWARD_DECIDE),
        "conversion": Conversion.objects.visible_to(user).filter(gift=gift).first(),
    }
    return Panel("rewards/_gift_hold.html", context)


def year_panel(contact: Model, user: User) -> Panel | None:
    """What the person got or is to get this year, against the steps (L2)."""
    if not isinstance(contact, Contact) or not user.has_perm(permissions.REWARD_VIEW):
        return None
    if contact.unit_id is None:
        return None
    today = timezone.localdate()
    policy = policy_on(RewardPolicy, today, contact.project_id)
    total = year_total_of_person(contact, today, policy.payments_within_days)
    ahead = [step.total for step in policy.year_steps if step.total > total]
    context: dict[str, Decimal | int | None] = {
        "total": total,
        "next": ahead[0] if ahead else None,
        "stop": policy.year_stop,
    }
    return Panel("rewards/_person_year.html", context)
