"""Commands on rewards: each one transaction, locks first, then checks, then writes."""

from rewards.services.accrual import reward_accrue, reward_void, rewards_make_payable
from rewards.services.desk import DeskCheck, reward_verify
from rewards.services.holds import (
    acknowledgement_file,
    reward_agree,
    reward_convert,
    reward_hold,
    reward_refuse,
    reward_release,
)
from rewards.services.owed import conversion_settle, reclaim_settle
from rewards.services.payments import reward_pay, voucher_pay
from rewards.services.vouchers import voucher_print, voucher_void, vouchers_print

__all__ = [
    "DeskCheck",
    "acknowledgement_file",
    "conversion_settle",
    "reclaim_settle",
    "reward_accrue",
    "reward_agree",
    "reward_convert",
    "reward_hold",
    "reward_pay",
    "reward_refuse",
    "reward_release",
    "reward_verify",
    "reward_void",
    "rewards_make_payable",
    "voucher_pay",
    "voucher_print",
    "voucher_void",
    "vouchers_print",
]
