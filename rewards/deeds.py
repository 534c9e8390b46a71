"""What may be done about something held, reward or gift alike, and by whom (L2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.pages import Link
from rewards import permissions
from rewards.models import Decision, GiftDecision, Reward
from rewards.reasons import YEAR_MANAGER, YEAR_STOP
from units.models import Gift


@dataclass(frozen=True)
class Held:
    """The reward or gift, why it is held, and whether the sales manager agreed."""

    kind: str
    pk: int
    holds: Iterable[str]
    agreed: bool

    @property
    def waits_for_manager(self) -> bool:
        """Whether compliance may release it only after the sales manager agreed."""
        return YEAR_MANAGER in self.holds and not self.agreed


def held_reward(reward: Reward) -> Held:
    """A reward on hold."""
    agreed = reward.decisions.filter(kind=Decision.Kind.AGREE).exists()
    return Held("reward", reward.pk, reward.holds, agreed)


def held_gift(gift: Gift) -> Held:
    """A gift on hold."""
    agreed = GiftDecision.objects.filter(gift=gift, kind=Decision.Kind.AGREE).exists()
    return Held("gift", gift.pk, gift.holds, agreed)


def deeds(held: Held, user: User) -> list[Link]:
    """The buttons of this person; release only where it would not be refused."""
    return [
        Link(label, reverse(f"{held.kind}_{name}", args=[held.pk]), icon, primary)
        for name, label, icon, ability, primary in _DEEDS
        if user.has_perm(ability) and _fits(name, held)
    ]


_DEEDS: tuple[tuple[str, Any, str, str, bool], ...] = (
    ("release", _("Release"), "check-lg", permissions.REWARD_DECIDE, True),
    ("convert", _("Convert"), "percent", permissions.REWARD_DECIDE, False),
    ("refuse", _("Refuse"), "x-circle", permissions.REWARD_DECIDE, False),
    ("agree", _("Agree"), "check-lg", permissions.REWARD_AGREE, True),
)


def _fits(name: str, held: Held) -> bool:
    if name == "release":
        return YEAR_STOP not in held.holds and not held.waits_for_manager
    return name != "agree" or held.waits_for_manager
