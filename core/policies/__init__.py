"""Effective-dated policies: every number of the domain, editable in the browser.

An app declares a frozen dataclass in its `policies.py` (found by itself at start) and asks
`policy_on(RewardPolicy, day)`:

    @policy("reward", _("Key-person rewards"))
    @dataclass(frozen=True)
    class RewardPolicy(Policy):
        per_home: Decimal = field(
            default=Decimal("1000"),
            metadata={"label": _("Reward per home"), "help": _("…"), "unit": _("yuan")},
        )
"""

from core.policies.kinds import Kind, Policy, all_kinds, kind_named, policy
from core.policies.services import (
    Change,
    from_row,
    policy_on,
    policy_set,
    policy_withdraw,
    project_policy_set,
)

__all__ = [
    "Change",
    "Kind",
    "Policy",
    "all_kinds",
    "from_row",
    "kind_named",
    "policy",
    "policy_on",
    "policy_set",
    "policy_withdraw",
    "project_policy_set",
]
