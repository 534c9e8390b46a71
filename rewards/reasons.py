"""The codes of holds and what each says to people (L2)."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rewards.rules import YEAR_STEPS, Recipient, hold_reasons

NOT_ACKNOWLEDGED = "not_acknowledged"
YEAR_MANAGER = "year_manager"
YEAR_STOP = "year_stop"
BY_HAND = "by_hand"

LABELS: dict[str, str | Promise] = {
    BY_HAND: _("Somebody asked compliance to look at it."),
    **{step.code: step.label for step in YEAR_STEPS},
    # The rule itself says what the others mean; asked once with everything against it.
    **{
        reason.code: reason.label
        for recipient in (
            Recipient(official=True, public_sector=True, acknowledged=True),
            Recipient(official=False, public_sector=False, acknowledged=False),
        )
        for reason in hold_reasons(recipient)
    },
}


def labels(codes: Iterable[str]) -> list[str | Promise]:
    """What the codes say, in their order."""
    return [LABELS.get(code, code) for code in codes]
