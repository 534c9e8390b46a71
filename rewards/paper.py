"""A printed voucher as the template wants it, from the snapshot alone (R6)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from rewards.models import VoucherPrint

STYLE = "rewards/voucher.css"
CheckUrl = Callable[[str], str]  # a voucher's token → the absolute address of its check page
# The paper is bilingual whatever the reader's language, so it does not ask the catalogue.
WORDS = {
    "cash": ("In cash", "现金"),
    "transfer": ("By transfer", "转账"),
    "deduct": ("Deducted from the own purchase", "抵扣本人房款"),
    "labour": ("Labour remuneration", "劳务报酬"),
    "incidental": ("Incidental income", "偶然所得"),
    "none": ("None withheld", "不代扣"),
}


@dataclass(frozen=True)
class Sheet:
    """One voucher on paper; `copy` 0 is the original. Who paid is not known before the payment."""

    snapshot: dict[str, Any]
    copy: int
    qr: str
    method: tuple[str, str]
    tax_kind: tuple[str, str]
    paid_by: str
    paid_on: str


def sheet_of(printed: VoucherPrint, check_url: CheckUrl) -> Sheet:
    """The sheet of one print; its QR code leads to the page that tells whether it is genuine."""
    voucher = printed.voucher
    kept = voucher.snapshot
    return Sheet(
        snapshot=kept,
        copy=printed.copy,
        qr=segno.make(check_url(voucher.token), error="m").svg_data_uri(border=1),
        method=WORDS[kept["method"]],
        tax_kind=WORDS[kept["tax_kind"]],
        paid_by=voucher.paid_by.name if voucher.paid_by else "",
        paid_on=f"{timezone.localdate(voucher.paid_at):%Y-%m-%d}" if voucher.paid_at else "",
    )


def page(prints: Iterable[VoucherPrint], check_url: CheckUrl, *, stylesheet: str = "") -> str:
    """The HTML of these prints, a page each; with `stylesheet` it prints from a browser."""
    sheets = [sheet_of(printed, check_url) for printed in prints]
    context = {
        "sheets": sheets,
        "stylesheet": stylesheet,
        "title": ", ".join(sheet.snapshot["number"] for sheet in sheets[:3]),
        "language": get_language() or "zh-hans",
    }
    return render_to_string("rewards/voucher_pdf.html", context)
