"""What the pages of rewards show: figures step by step, evidence, the paper ahead."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.models import Attachment
from rewards.models import Acknowledgement, Decision, Reward, Voucher, VoucherPrint
from rewards.states import VoucherState

Text = str | Promise


@dataclass(frozen=True)
class Figure:
    """One step of the calculation; `css` "total" for the last."""

    label: Text
    detail: Text
    amount: Decimal
    css: str = ""


def figures_of(reward: Reward) -> list[Figure]:
    """From the homes to the reward, and with a voucher on to what is paid out (R1, R8)."""
    text = ngettext("%(count)d home of the unit", "%(count)d homes of the unit", reward.homes)
    homes = text % {"count": reward.homes}
    rows = [Figure(_("Reward for this home"), homes, reward.amount)]
    if reward.voucher is None:
        return [Figure(row.label, row.detail, row.amount, "total") for row in rows]
    if reward.voucher.gross != reward.amount:
        detail = _("further rewards on the same voucher")
        rows.append(Figure(_("Together"), detail, reward.voucher.gross))
    return [*rows, *tax_of(reward.voucher)]


def tax_of(voucher: Voucher) -> list[Figure]:
    """How the tax came about: the month before, the tax now, what is left."""
    rows = []
    if voucher.month_gross:
        rows = [
            Figure(
                _("Paid before in the month"), f"{voucher.tax_month:%Y-%m}", voucher.month_gross
            ),
            Figure(_("Tax withheld before"), f"{voucher.tax_month:%Y-%m}", voucher.month_withheld),
        ]
    return [
        *rows,
        Figure(_("Tax withheld now"), voucher.get_tax_kind_display(), -voucher.tax),
        Figure(_("Paid out"), voucher.get_method_display(), voucher.net, "total"),
    ]


def voucher_figures(voucher: Voucher) -> list[Figure]:
    """From gross to net, gross in capitals beside it (R6)."""
    return [Figure(_("Gross"), voucher.snapshot["gross_capitals"], voucher.gross), *tax_of(voucher)]


@dataclass(frozen=True)
class Evidence:
    """A paper or a decision that stands behind a reward."""

    title: Text
    text: str
    by: User
    at: datetime
    files: list[Attachment] = field(default_factory=list)


def evidence_of(reward: Reward, user: User) -> list[Evidence]:
    """The unit's acknowledgements and every decision, with their files, newest first."""
    papers = Acknowledgement.objects.visible_to(user).filter(unit=reward.unit)
    decisions = Decision.objects.visible_to(user).filter(reward=reward)
    rows = [
        *(
            (row, _("Acknowledgement signed on %(day)s") % {"day": row.signed_on}, row.note)
            for row in papers.select_related("by")
        ),
        *((row, row.get_kind_display(), row.basis) for row in decisions.select_related("by")),
    ]
    files = _files([row for row, _title, _text in rows])
    found = [
        Evidence(title, text, row.by, row.at, files.get((row._meta.label_lower, row.pk), []))
        for row, title, text in rows
    ]
    return sorted(found, key=lambda item: item.at, reverse=True)


def _files(subjects: Iterable[Any]) -> dict[tuple[str, int], list[Attachment]]:
    subjects = list(subjects)
    kept = Attachment.objects.filter(
        subject_type__in={row._meta.label_lower for row in subjects},
        subject_id__in={row.pk for row in subjects},
    )
    found: dict[tuple[str, int], list[Attachment]] = {}
    for file in kept:
        found.setdefault((file.subject_type, file.subject_id), []).append(file)
    return found


# --- paper ------------------------------------------------------------------------------------


def vouchers_of_day(visible: QuerySet[Voucher], day: date) -> QuerySet[Voucher]:
    """The vouchers issued on a day that can be printed, by number."""
    rows = visible.filter(verified_at__date=day).exclude(state=VoucherState.VOID)
    return rows.select_related("paid_by").order_by("pk")


def prints_ahead(vouchers: Iterable[Voucher]) -> list[VoucherPrint]:
    """The prints that would be recorded now, unsaved, in the order of the numbers."""
    by_key = {voucher.pk: voucher for voucher in vouchers}
    last = dict(
        VoucherPrint.objects.filter(voucher__in=by_key)
        .values_list("voucher")
        .annotate(Max("copy"))
        .order_by()
    )
    return [
        VoucherPrint(voucher=by_key[key], copy=last[key] + 1 if key in last else 0)
        for key in sorted(by_key)
    ]
