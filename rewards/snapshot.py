"""Everything a voucher prints, frozen at its issue: values only, no labels (R6)."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from core.money import in_capitals
from rewards.models import Reward, Voucher


def snapshot_of(voucher: Voucher, rewards: Sequence[Reward], identity_mask: str) -> dict[str, Any]:
    """The printed values as JSON: amounts as text with two places, days as 2008-07-09.

    Labels, the way of paying and the kind of tax are written in the reader's language at print.
    """
    return {
        "number": voucher.number,
        "issued_on": f"{timezone.localdate(voucher.verified_at):%Y-%m-%d}",
        "project": rewards[0].project.name,
        "unit": voucher.unit.name,
        "person": voucher.contact.name,
        "position": voucher.contact.position,
        "identity": identity_mask,
        "lines": [_line(reward) for reward in rewards],
        "gross": f"{voucher.gross:.2f}",
        "gross_capitals": in_capitals(voucher.gross),
        "tax": f"{voucher.tax:.2f}",
        "tax_kind": voucher.tax_kind,
        "tax_month": f"{voucher.tax_month:%Y-%m}",
        "month_gross": f"{voucher.month_gross:.2f}",
        "month_withheld": f"{voucher.month_withheld:.2f}",
        "net": f"{voucher.net:.2f}",
        "net_capitals": in_capitals(voucher.net),
        "method": voucher.method,
        "bank": voucher.bank,
        "account_tail": voucher.account_tail,
        "deduct_from": _deduction(voucher),
        # Not printed: whether only a release of compliance let it come so far (L2).
        "blocked": voucher.contact.official or rewards[0].unit.category.public_sector,
        "accompanied_by": voucher.accompanied_by.name,
        "verified_by": voucher.verified_by.name,
    }


def _line(reward: Reward) -> dict[str, Any]:
    return {
        "reward": reward.pk,
        "home": str(reward.purchase.home),
        "contract_no": reward.contract_no,
        "contracted_on": f"{reward.contracted_on:%Y-%m-%d}",
        "amount": f"{reward.amount:.2f}",
    }


def _deduction(voucher: Voucher) -> str:
    return voucher.deduct_from.contract_no if voucher.deduct_from else ""
