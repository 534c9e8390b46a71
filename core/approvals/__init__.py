"""Approvals: one engine for special terms, plans, expenses and so on (P7 B1 B3 E4 I6 V2 V9).

    register(Kind("special_terms", _("Special terms"), labels={"multiplier": _("Multiplier")}))
    approval_ask(subject=terms, kind="special_terms", steps=in_order("manager", "director"),
                 snapshot={"multiplier": terms.multiplier}, by=user)

The app listens to `approved` and `returned`, sent inside the deciding transaction, and calls
`approval_changed` when the row is edited.
"""

from core.approvals.kinds import Kind, approved, asked, register, returned
from core.approvals.services import (
    Stage,
    approval_ask,
    approval_changed,
    approval_decide,
    approval_withdraw,
    in_order,
)

__all__ = [
    "Kind",
    "Stage",
    "approval_ask",
    "approval_changed",
    "approval_decide",
    "approval_withdraw",
    "approved",
    "asked",
    "in_order",
    "register",
    "returned",
]
