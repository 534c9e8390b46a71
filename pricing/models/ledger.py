"""Money of a purchase: a ledger that only grows, and what a buyer is owed back (P5, P10)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pricing.querysets import DifferenceQuerySet, OfPurchaseQuerySet
from pricing.states import DifferenceState

DIFFERENCE_STATES = [
    (DifferenceState.DUE.value, pgettext_lazy("money owed", "due")),
    (DifferenceState.SETTLED.value, _("settled")),
    (DifferenceState.VOID.value, _("void")),
]


class LedgerEntry(models.Model):
    """One amount in yuan: received is above zero, paid back below. Reversed, never changed."""

    append_only: ClassVar[bool] = True

    class Kind(models.TextChoices):
        DEPOSIT = "deposit", _("deposit")
        DOWN_PAYMENT = "down_payment", _("down payment")
        INSTALMENT = "instalment", _("instalment")
        REWARD = "reward", _("reward set against the price")
        REFUND = "refund", _("refund")
        DIFFERENCE = "difference", _("price difference")

    RECEIVED: ClassVar[frozenset[str]] = frozenset(
        {Kind.DEPOSIT, Kind.DOWN_PAYMENT, Kind.INSTALMENT, Kind.REWARD}
    )

    purchase = models.ForeignKey(
        "pricing.Purchase", on_delete=models.PROTECT, related_name="entries"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    received_on = models.DateField(_("date"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfPurchaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=False)
                | Q(kind__in=["deposit", "down_payment", "instalment", "reward"], amount__gt=0)
                | Q(kind__in=["refund", "difference"], amount__lt=0),
                name="pricing_ledger_sign",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | (~Q(note="") & ~Q(amount=0)),
                name="pricing_ledger_reversal",
            ),
        ]
        indexes = [models.Index(fields=["purchase", "id"], name="pricing_ledger_purchase")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"

    def get_absolute_url(self) -> str:
        """The purchase it belongs to."""
        return self.purchase.get_absolute_url()


class PriceDifference(models.Model):
    """What a buyer who signed before the group's price is owed, until it is settled (P5)."""

    class Way(models.TextChoices):
        PAID_OUT = "paid_out", _("paid out to the buyer")
        DEDUCTED = "deducted", _("deducted from what the buyer still pays")

    purchase = models.ForeignKey(
        "pricing.Purchase",
        on_delete=models.PROTECT,
        related_name="differences",
        verbose_name=_("purchase"),
    )
    amount = models.DecimalField(_("due to the buyer"), max_digits=14, decimal_places=2)
    multiplier = models.DecimalField(_("group discount"), max_digits=5, decimal_places=4)
    homes = models.PositiveIntegerField(_("homes counted"))
    state = models.CharField(
        _("state"), max_length=10, choices=DIFFERENCE_STATES, default=DifferenceState.DUE.value
    )
    arose_at = models.DateTimeField(_("arose"))
    settled_on = models.DateField(pgettext_lazy("day", "settled"), null=True)
    way = models.CharField(_("how it was settled"), max_length=10, choices=Way.choices, blank=True)
    entry = models.OneToOneField(
        LedgerEntry, null=True, on_delete=models.PROTECT, related_name="difference"
    )

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("price difference")
        verbose_name_plural = _("price differences")
        ordering = ["-arose_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="pricing_difference_amount"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DifferenceState]),
                name="pricing_difference_state",
            ),
            models.CheckConstraint(
                condition=Q(state="settled", settled_on__isnull=False, way="deducted", entry=None)
                | Q(state="settled", settled_on__isnull=False, way="paid_out", entry__isnull=False)
                | (~Q(state="settled") & Q(entry=None, settled_on=None, way="")),
                name="pricing_difference_settled",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-arose_at", "-id"], name="pricing_difference_open")
        ]

    def __str__(self) -> str:
        return f"{self.purchase_id}: {self.amount}"

    def get_absolute_url(self) -> str:
        """The purchase it belongs to."""
        return self.purchase.get_absolute_url()
