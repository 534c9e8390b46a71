"""Vouchers: list, record, paper, a day's batch, the check page, the year's list (R6, R8)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import pdf, states
from core.commands import execute
from core.errors import DomainError
from core.pages import ActionPage, Button, DetailPage, Empty, Fact, ListPage, Page
from core.pages.form import FormPage
from rewards import paper, permissions
from rewards.filters import TaxYearFilter, VoucherFilter
from rewards.forms import BatchForm, PrintForm, WhyForm
from rewards.models import TaxPayer, Voucher, VoucherPrint
from rewards.models.voucher import VOUCHER_STATES
from rewards.services import voucher_void, vouchers_print
from rewards.shown import prints_ahead, voucher_figures, vouchers_of_day
from rewards.states import VoucherState
from rewards.tables import TaxYearTable, VoucherTable

_PRINT = Button(
    _("Print"), "voucher_print", "printer", permissions.VOUCHER_PRINT, method="post", own=True
)
_BATCH = Button(_("Print a day"), "voucher_batch", "printer", permissions.VOUCHER_PRINT)
_VOID = Button(_("Make void"), "voucher_void", "x-circle", permissions.VOUCHER_VOID, own=True)


class VoucherList(ListPage):
    """Vouchers of one's projects."""

    model = Voucher
    permission = permissions.VOUCHER_VIEW
    table_class = VoucherTable
    filterset_class = VoucherFilter
    persons = True
    title = _("Vouchers")
    buttons = (_BATCH,)
    empty = Empty(
        _("No vouchers yet"), _("A voucher is issued when finance verifies a payable reward.")
    )


class VoucherDetail(DetailPage):
    """One voucher: figures, rewards, payment, prints."""

    model = Voucher
    permission = permissions.VOUCHER_VIEW
    template_name = "rewards/voucher_detail.html"

    def queryset(self) -> QuerySet[Any]:
        """With what the page shows of other tables."""
        rows = super().queryset()
        people = ("accompanied_by", "verified_by", "paid_by")
        return rows.select_related("contact", "unit", "deduct_from", *people)

    def links(self, subject: Any = None) -> list[Any]:
        """Pay, print, void, by state."""
        first = subject.rewards.first()
        if subject.state == VoucherState.VOID or first is None:
            return []
        buttons = [_PRINT.link(subject)] if self.user.has_perm(permissions.VOUCHER_PRINT) else []
        if subject.state == VoucherState.VERIFIED:
            pay = Button(_("Pay"), "reward_pay", "cash-coin", primary=True, own=True)
            may_pay = self.user.has_perm(permissions.REWARD_PAY)
            may_void = self.user.has_perm(permissions.VOUCHER_VOID)
            buttons = [pay.link(first)] * may_pay + buttons + [_VOID.link(subject)] * may_void
        return buttons

    def subtitle(self, subject: Voucher) -> str:
        """Who is paid."""
        return f"{subject.contact} · {subject.unit}"

    def facts(self, subject: Voucher) -> list[tuple[Any, list[Fact]]]:
        """Who did what when, and how it is paid."""
        return [(_("Three people"), _people(subject)), (_("Payment"), _payment(subject))]

    def context(self, subject: Voucher) -> dict[str, Any]:
        """Rewards, prints, path."""
        labels = dict(VOUCHER_STATES)
        return {
            "figures": voucher_figures(subject),
            "rewards": subject.rewards.select_related("purchase__home"),
            "prints": subject.prints.select_related("by"),
            "changes": [(labels[row.to_state], row) for row in states.changes(subject)],
        }


def _people(voucher: Voucher) -> list[Fact]:
    return [
        Fact(_("Accompanied by"), voucher.accompanied_by),
        Fact(_("Verified by"), voucher.verified_by),
        Fact(_("Verified"), timezone.localdate(voucher.verified_at)),
        Fact(_("Paid by"), voucher.paid_by),
        Fact(_("Paid"), voucher.paid_at and timezone.localdate(voucher.paid_at)),
    ]


def _payment(voucher: Voucher) -> list[Fact]:
    account = f"{voucher.bank} ****{voucher.account_tail}" if voucher.account_tail else None
    return [
        Fact(_("Paid how"), voucher.get_method_display()),
        Fact(_("Account"), account),
        Fact(_("Deducted from"), voucher.deduct_from and voucher.deduct_from.contract_no),
        Fact(_("Identity number"), voucher.snapshot["identity"]),
        Fact(_("Tax month"), f"{voucher.tax_month:%Y-%m}"),
    ]


class _PrintingPage(FormPage):
    """POST answers the paper itself; each print is on record before it leaves."""

    permission = permissions.VOUCHER_PRINT
    form_class = PrintForm
    once = False
    submit = _("Print")

    def vouchers(self, form: Any, subject: Any) -> list[Voucher]:
        """What is printed."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The paper, or the form with the reason why not."""
        subject = self.found()
        form: Any = self.form(subject, data=request.POST)
        if not form.is_valid():
            return self.draw(form, subject, status=422)
        try:
            return self._paper(self.vouchers(form, subject), form.cleaned_data["kind"])
        except DomainError as refusal:
            self.refuse(form, refusal)
            return self.draw(form, subject, status=422)

    def _paper(self, vouchers: list[Voucher], kind: str) -> HttpResponse:
        if not vouchers:
            raise DomainError(gettext("There is nothing to print on this day. Choose another one."))
        if kind == PrintForm.PAGE or not pdf.available():
            style = static(paper.STYLE)
            prints = self._recorded(vouchers)
            return HttpResponse(paper.page(prints, self._check_url, stylesheet=style))
        return self._as_file(self._pressed(vouchers), vouchers)

    def _pressed(self, vouchers: list[Voucher]) -> bytes:
        """Pressed before it is recorded, so that what fails was not printed.

        Somebody who printed in between changes the copy's number: then once more.
        """
        expected = prints_ahead(vouchers)
        document = pdf.pdf(paper.page(expected, self._check_url), style=paper.STYLE)
        prints = self._recorded(vouchers)
        if [row.copy for row in prints] != [row.copy for row in expected]:
            document = pdf.pdf(paper.page(prints, self._check_url), style=paper.STYLE)
        return document

    def _recorded(self, vouchers: Iterable[Voucher]) -> list[VoucherPrint]:
        ids = [voucher.pk for voucher in vouchers]
        return execute(vouchers_print, by=self.user, voucher_ids=ids)

    def _check_url(self, token: str) -> str:
        return self.request.build_absolute_uri(reverse("voucher_check", args=[token]))

    def _as_file(self, document: bytes, vouchers: list[Voucher]) -> HttpResponse:
        name = vouchers[0].number if len(vouchers) == 1 else f"{timezone.localdate():%Y-%m-%d}"
        return pdf.as_file(document, name)


class VoucherPrintPage(_PrintingPage):
    """One voucher on paper; every print after the first says copy."""

    model = Voucher
    title = _("Print the voucher")

    def vouchers(self, form: Any, subject: Any) -> list[Voucher]:
        """The one of the address."""
        return [subject]


class VoucherBatch(_PrintingPage):
    """All vouchers of a day in one document."""

    model = Voucher
    title = _("Print a day's vouchers")
    help = _("Every voucher issued on this day that is not void, each on its own page.")

    def initial(self, subject: Any) -> dict[str, Any]:
        """Today."""
        return {"day": timezone.localdate()}

    form_class = BatchForm

    def vouchers(self, form: Any, subject: Any) -> list[Voucher]:
        """Those of the day that the person may see."""
        day: date = form.cleaned_data["day"]
        return list(vouchers_of_day(self.queryset(), day))

    def back_url(self, subject: Any) -> str:
        """The list."""
        return reverse("voucher_list")


class VoucherVoid(ActionPage):
    """Take back an unpaid voucher."""

    model = Voucher
    permission = permissions.VOUCHER_VOID
    form_class = WhyForm
    service = staticmethod(voucher_void)
    title = _("Make the voucher void")
    submit = _("Make void")
    done = _("The voucher is void; its rewards can be verified again.")
    help = _("Later unpaid vouchers of this person and month become void with it.")


class VoucherCheck(Page):
    """Where the QR code leads: whether the paper is genuine and paid, and no more."""

    permission = None

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Known or not, for everybody signed in."""
        voucher = Voucher.objects.filter(token=token).first()
        context = {"voucher": voucher, "title": _("Check a voucher")}
        return render(
            request, "rewards/voucher_check.html", context, status=200 if voucher else 404
        )


class TaxYear(ListPage):
    """What each person received in a year and what was withheld, for the tax office."""

    model = TaxPayer
    permission = permissions.TAX_VIEW
    table_class = TaxYearTable
    filterset_class = TaxYearFilter
    persons = True
    title = _("Tax of the year")
    empty = Empty(_("Nobody was paid in this year"), _("Choose another year in the filters."))
