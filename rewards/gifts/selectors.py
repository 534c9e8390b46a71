"""What holds a gift on a day (L2)."""

from datetime import date

from core.policies import policy_on
from rewards.policies import RewardPolicy
from rewards.rules import Recipient, hold_reasons
from rewards.selectors import year_total_with_gift
from units.models import Gift


def gift_hold_codes(gift: Gift, on: date) -> list[str]:
    """The codes of L2 the gift waits for; what compliance released does not count again.

    The unit's acknowledgement is asked for rewards, not for a gift within the limits of K5.
    """
    policy = policy_on(RewardPolicy, on, gift.unit.project_id)
    recipient = Recipient(
        official=gift.contact.official,
        public_sector=gift.unit.category.public_sector,
        acknowledged=True,
        year_total=year_total_with_gift(gift, on, policy.payments_within_days),
        steps=policy.year_steps,
    )
    return [reason.code for reason in hold_reasons(recipient) if reason.code not in gift.cleared]
