"""The paper finance pays on, and the payment (R4–R6, R8)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rewards.policies import TAX_KINDS
from rewards.querysets import OfVoucherQuerySet, VoucherQuerySet
from rewards.states import VoucherState

VOUCHER_STATES = [
    (VoucherState.VERIFIED.value, _("verified")),
    (VoucherState.PAID.value, _("paid")),
    (VoucherState.VOID.value, _("void")),
]


class Method(models.TextChoices):
    """How it is paid (R4)."""

    CASH = "cash", _("in cash")
    TRANSFER = "transfer", _("by transfer")
    DEDUCT = "deduct", _("deducted from the own purchase")


class Voucher(models.Model):
    """One person, one payment. `snapshot` holds everything that is printed, frozen at issue.

    `person` is the keyed hash of the identity number: the tax of a month adds up by it, whatever
    contact or project a payment comes through. `month_gross` and `month_withheld` are what the
    month had before. Amounts in yuan; `account` is encrypted, only its tail is shown.
    """

    project = models.ForeignKey(
        "accounts.Project", on_delete=models.PROTECT, related_name="vouchers"
    )
    year = models.PositiveIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial number"))
    number = models.CharField(_("number"), max_length=40)
    token = models.CharField(max_length=32, editable=False)
    contact = models.ForeignKey(
        "units.Contact",
        on_delete=models.PROTECT,
        related_name="vouchers",
        verbose_name=_("key person"),
    )
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="vouchers", verbose_name=_("unit")
    )
    person = models.CharField(max_length=64, editable=False)
    gross = models.DecimalField(_("gross"), max_digits=12, decimal_places=2)
    tax = models.DecimalField(_("tax withheld"), max_digits=12, decimal_places=2)
    net = models.DecimalField(_("net"), max_digits=12, decimal_places=2)
    tax_kind = models.CharField(_("tax"), max_length=12, choices=TAX_KINDS)
    tax_month = models.DateField(_("tax month"))
    month_gross = models.DecimalField(max_digits=12, decimal_places=2)
    month_withheld = models.DecimalField(max_digits=12, decimal_places=2)
    policy_id = models.BigIntegerField(null=True)
    method = models.CharField(_("paid how"), max_length=10, choices=Method.choices)
    bank = models.CharField(_("bank"), max_length=60, blank=True)
    account = models.CharField(max_length=200, blank=True, editable=False)
    account_tail = models.CharField(_("account ends in"), max_length=4, blank=True)
    deduct_from = models.ForeignKey(
        "pricing.Purchase", null=True, on_delete=models.PROTECT, related_name="deducted_rewards"
    )
    accompanied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("accompanied by"),
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("verified by"),
    )
    verified_at = models.DateTimeField(pgettext_lazy("day", "verified"))
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("paid by"),
    )
    paid_at = models.DateTimeField(pgettext_lazy("day", "paid"), null=True)
    state = models.CharField(
        _("state"), max_length=10, choices=VOUCHER_STATES, default=VoucherState.VERIFIED
    )
    snapshot = models.JSONField()

    objects = VoucherQuerySet.as_manager()

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        ordering = ["-verified_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year", "serial"], name="rewards_voucher_serial"
            ),
            models.UniqueConstraint(fields=["number"], name="rewards_voucher_number"),
            models.UniqueConstraint(fields=["token"], name="rewards_voucher_token"),
            models.CheckConstraint(
                condition=Q(gross__gt=0, tax__gte=0, net__gt=0, net=F("gross") - F("tax")),
                name="rewards_voucher_sum",
            ),
            models.CheckConstraint(
                condition=~Q(accompanied_by=F("verified_by")),
                name="rewards_voucher_two_people",
                violation_error_message=_("Who accompanies may not verify. Ask a colleague."),
            ),
            models.CheckConstraint(
                condition=Q(paid_by__isnull=True)
                | (~Q(paid_by=F("verified_by")) & ~Q(paid_by=F("accompanied_by"))),
                name="rewards_voucher_three_people",
                violation_error_message=_(
                    "Who accompanied or verified may not pay. Ask a colleague."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_by__isnull=False, paid_at__isnull=False)
                | Q(state__in=["verified", "void"], paid_by__isnull=True, paid_at__isnull=True),
                name="rewards_voucher_paid",
            ),
            models.CheckConstraint(
                condition=Q(method="cash", account="", deduct_from__isnull=True)
                | (Q(method="transfer", deduct_from__isnull=True) & ~Q(account=""))
                | Q(method="deduct", account="", deduct_from__isnull=False),
                name="rewards_voucher_method",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-verified_at", "-id"], name="rewards_voucher_newest"),
            models.Index(fields=["person", "tax_month"], name="rewards_voucher_month"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its record page."""
        return reverse("voucher_detail", args=[self.pk])


class PersonMonth(models.Model):
    """A row to lock: one person's month, so that two desks cannot split its tax (R8)."""

    person = models.CharField(max_length=64)
    month = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "month"], name="rewards_person_month")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Payment(models.Model):
    """Money given for a voucher; at most one, only added (R6)."""

    append_only: ClassVar[bool] = True

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="payments")
    gross = models.DecimalField(_("gross"), max_digits=12, decimal_places=2)
    tax = models.DecimalField(_("tax withheld"), max_digits=12, decimal_places=2)
    net = models.DecimalField(_("net"), max_digits=12, decimal_places=2)
    method = models.CharField(_("paid how"), max_length=10, choices=Method.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(pgettext_lazy("day", "paid"))

    objects = OfVoucherQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["voucher"],
                name="rewards_payment_once",
                violation_error_message=_("This voucher is paid already."),
            ),
            models.CheckConstraint(
                condition=Q(net__gt=0, net=F("gross") - F("tax")), name="rewards_payment_sum"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voucher_id}: {self.net}"

    def get_absolute_url(self) -> str:
        """The voucher it paid."""
        return self.voucher.get_absolute_url()


class VoucherPrint(models.Model):
    """One time the paper was printed; the first is the original, number 0, the others copies."""

    append_only: ClassVar[bool] = True

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="prints")
    copy = models.PositiveIntegerField(_("copy"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("printed"))

    objects = OfVoucherQuerySet.as_manager()

    class Meta:
        ordering = ["copy"]
        constraints = [
            models.UniqueConstraint(fields=["voucher", "copy"], name="rewards_print_copy")
        ]

    def __str__(self) -> str:
        return f"{self.voucher_id} #{self.copy}"
