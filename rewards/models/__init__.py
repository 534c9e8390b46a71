"""Rewards, the evidence that allows them, vouchers and payments, and what is owed back."""

from rewards.models.evidence import Acknowledgement, Decision
from rewards.models.gift import GiftDecision
from rewards.models.hold import Hold
from rewards.models.owed import Conversion, Reclaim
from rewards.models.ranking import DailyTotal
from rewards.models.reward import Reward
from rewards.models.tax import TaxPayer
from rewards.models.voucher import Method, Payment, PersonMonth, Voucher, VoucherPrint

__all__ = [
    "Acknowledgement",
    "Conversion",
    "DailyTotal",
    "Decision",
    "GiftDecision",
    "Hold",
    "Method",
    "Payment",
    "PersonMonth",
    "Reclaim",
    "Reward",
    "TaxPayer",
    "Voucher",
    "VoucherPrint",
]
