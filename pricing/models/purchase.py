"""A purchase from reservation to completion, and every price it had (P2, P5, P8, P10)."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import yuan
from pricing.querysets import OfPurchaseQuerySet, PurchaseQuerySet
from pricing.states import UNSIGNED, PurchaseState

PURCHASE_STATES = [
    (PurchaseState.RESERVED.value, _("reserved")),
    (PurchaseState.SUBSCRIBED.value, _("subscribed")),
    (PurchaseState.CONTRACTED.value, _("contracted")),
    (PurchaseState.DOWN_PAID.value, _("down payment received")),
    (PurchaseState.COMPLETED.value, _("completed")),
    (PurchaseState.CANCELLED.value, _("cancelled")),
]
_OPEN_STATES = [PurchaseState.RESERVED.value, PurchaseState.CANCELLED.value]
_BEFORE_CONTRACT = [*_OPEN_STATES, PurchaseState.SUBSCRIBED.value]


class Plan(models.TextChoices):
    """How the buyer pays; each plan has its multiplier in the policy (P1)."""

    ONE_TIME = "one_time", _("one-time payment")
    INSTALMENT = "instalment", _("payment by instalments")
    MORTGAGE = "mortgage", _("mortgage")


class Purchase(models.Model):
    """One buyer, one home. `steps` keeps the calculation the price came from, as rows."""

    project = models.ForeignKey(
        "accounts.Project", on_delete=models.PROTECT, related_name="purchases"
    )
    home = models.ForeignKey(
        "pricing.Home", on_delete=models.PROTECT, related_name="purchases", verbose_name=_("home")
    )
    contact = models.ForeignKey(
        "units.Contact",
        on_delete=models.PROTECT,
        related_name="purchases",
        verbose_name=_("buyer"),
    )
    unit = models.ForeignKey(
        "units.Unit",
        null=True,
        on_delete=models.PROTECT,
        related_name="purchases",
        verbose_name=_("unit"),
    )
    campaign = models.ForeignKey(
        "units.Campaign", null=True, on_delete=models.PROTECT, related_name="purchases"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="purchases",
        verbose_name=_("salesperson"),
    )
    team = models.ForeignKey(
        "accounts.Team",
        null=True,
        on_delete=models.PROTECT,
        related_name="purchases",
        verbose_name=_("team"),
    )
    plan = models.CharField(_("payment plan"), max_length=12, choices=Plan.choices)
    list_price = models.DecimalField(_("list price"), max_digits=14, decimal_places=2)
    plan_multiplier = models.DecimalField(max_digits=5, decimal_places=4)
    group_multiplier = models.DecimalField(_("group discount"), max_digits=5, decimal_places=4)
    price = models.DecimalField(_("price"), max_digits=14, decimal_places=2)
    steps = models.JSONField()
    policy_id = models.BigIntegerField(null=True)
    state = models.CharField(
        _("state"), max_length=12, choices=PURCHASE_STATES, default=PurchaseState.RESERVED.value
    )
    subscription_no = models.PositiveIntegerField(_("subscription number"), null=True)
    contract_no = models.CharField(_("contract number"), max_length=40, blank=True)
    contract_price = models.DecimalField(
        _("contract price"), max_digits=14, decimal_places=2, null=True
    )
    reserved_on = models.DateField(pgettext_lazy("day", "reserved"))
    subscribed_on = models.DateField(_("deposit received"), null=True)
    contracted_on = models.DateField(_("contract signed"), null=True)
    down_paid_on = models.DateField(pgettext_lazy("day", "down payment received"), null=True)
    completed_on = models.DateField(pgettext_lazy("day", "completed"), null=True)
    cancelled_on = models.DateField(pgettext_lazy("day", "cancelled"), null=True)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = PurchaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("purchase")
        verbose_name_plural = _("purchases")
        ordering = ["-reserved_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["home"],
                condition=~Q(state=PurchaseState.CANCELLED.value),
                name="pricing_purchase_one_live",
                violation_error_message=_("This home is taken. Choose another one."),
            ),
            models.UniqueConstraint(
                fields=["project", "subscription_no"], name="pricing_purchase_subscription"
            ),
            models.UniqueConstraint(
                fields=["project", "contract_no"],
                condition=~Q(contract_no=""),
                name="pricing_purchase_contract_no",
                violation_error_message=_(
                    "Another contract of the project has this number. Check the paper."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PurchaseState]),
                name="pricing_purchase_state",
            ),
            models.CheckConstraint(
                condition=Q(price__gt=0, price__lte=F("list_price")), name="pricing_purchase_price"
            ),
            models.CheckConstraint(
                condition=Q(
                    plan_multiplier__gt=0,
                    plan_multiplier__lte=1,
                    group_multiplier__gt=0,
                    group_multiplier__lte=1,
                ),
                name="pricing_purchase_multipliers",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_OPEN_STATES)
                | Q(subscription_no__isnull=False, subscribed_on__isnull=False),
                name="pricing_purchase_subscribed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_BEFORE_CONTRACT)
                | (
                    Q(contract_price__isnull=False, contracted_on__isnull=False)
                    & ~Q(contract_no="")
                ),
                name="pricing_purchase_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state=PurchaseState.CANCELLED.value)
                | (Q(cancelled_on__isnull=False) & ~Q(cancel_reason="")),
                name="pricing_purchase_cancelled",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-reserved_on", "-id"], name="pricing_purchase_newest"),
            models.Index(fields=["team", "-reserved_on", "-id"], name="pricing_purchase_team"),
            models.Index(fields=["owner", "-reserved_on", "-id"], name="pricing_purchase_owner"),
            models.Index(fields=["unit", "campaign", "state"], name="pricing_purchase_count"),
        ]

    def __str__(self) -> str:
        return f"{self.home} · {self.contact}"

    def get_absolute_url(self) -> str:
        """Its record page."""
        return reverse("purchase_detail", args=[self.pk])

    @property
    def unsigned(self) -> bool:
        """Whether the price may still change (P5)."""
        return self.state in UNSIGNED

    @property
    def saving(self) -> Decimal:
        """What all steps save together."""
        return yuan(self.list_price - self.price)


class PriceChange(models.Model):
    """One price replaced by another before signing: from what, to what, why (P5). Only added."""

    append_only: ClassVar[bool] = True

    class Why(models.TextChoices):
        REACHED = "reached", _("the group reached its number of homes")
        DROPPED = "dropped", _("the group fell below its number of homes")
        OTHER = "other", _("what the buyer is entitled to changed")

    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="price_changes")
    was = models.DecimalField(_("price before"), max_digits=14, decimal_places=2)
    now = models.DecimalField(_("price after"), max_digits=14, decimal_places=2)
    was_multiplier = models.DecimalField(max_digits=5, decimal_places=4)
    now_multiplier = models.DecimalField(max_digits=5, decimal_places=4)
    steps = models.JSONField()
    homes = models.PositiveIntegerField(_("homes counted"))
    why = models.CharField(_("why"), max_length=10, choices=Why.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfPurchaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("price change")
        verbose_name_plural = _("price changes")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(was_multiplier=F("now_multiplier")), name="pricing_change_changes"
            )
        ]
        indexes = [models.Index(fields=["purchase", "-at"], name="pricing_change_newest")]

    def __str__(self) -> str:
        return f"{self.purchase_id}: {self.was} → {self.now}"
