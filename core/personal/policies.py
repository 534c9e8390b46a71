"""How long rows are kept that have no purpose of their own (L1)."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from core.policies import Policy, policy


@policy("retention", _("Keeping and forgetting"))
@dataclass(frozen=True)
class RetentionPolicy(Policy):
    """L1: days after which a nightly job deletes."""

    key_days: int = field(
        default=30, metadata={"label": _("One-time keys of forms"), "unit": _("days")}
    )
    message_days: int = field(
        default=365, metadata={"label": _("Read messages in the inbox"), "unit": _("days")}
    )
    draft_days: int = field(
        default=90, metadata={"label": _("Visit reports thrown away"), "unit": _("days")}
    )
