"""What a key person earns for one contract (R1–R3)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rewards.querysets import RewardQuerySet
from rewards.states import ON_VOUCHER, RewardState

REWARD_STATES = [
    (RewardState.ACCRUED.value, _("accrued")),
    (RewardState.PAYABLE.value, _("payable")),
    (RewardState.ON_HOLD.value, _("on compliance hold")),
    (RewardState.VERIFIED.value, _("verified")),
    (RewardState.PAID.value, _("paid")),
    (RewardState.REFUSED.value, _("refused")),
    (RewardState.CONVERTED.value, _("converted")),
    (RewardState.VOID.value, _("void")),
]
_VOUCHED = [state.value for state in sorted(ON_VOUCHER)]


class Reward(models.Model):
    """One contract, one reward. `owner` and `team` are those of the sale.

    `figures` keeps the policy's values it was worked out with; `holds` the codes it waits for,
    `cleared` those compliance released. `held_on` is the first day it was ever held.
    """

    project = models.ForeignKey(
        "accounts.Project", on_delete=models.PROTECT, related_name="rewards"
    )
    purchase = models.ForeignKey(
        "pricing.Purchase",
        on_delete=models.PROTECT,
        related_name="rewards",
        verbose_name=_("purchase"),
    )
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="rewards", verbose_name=_("unit")
    )
    contact = models.ForeignKey(
        "units.Contact",
        on_delete=models.PROTECT,
        related_name="rewards",
        verbose_name=_("key person"),
    )
    campaign = models.ForeignKey(
        "units.Campaign",
        on_delete=models.PROTECT,
        related_name="rewards",
        verbose_name=_("campaign"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="rewards",
        verbose_name=_("salesperson"),
    )
    team = models.ForeignKey(
        "accounts.Team",
        null=True,
        on_delete=models.PROTECT,
        related_name="rewards",
        verbose_name=_("team"),
    )
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    homes = models.PositiveIntegerField(_("homes counted"))
    state = models.CharField(
        _("state"), max_length=10, choices=REWARD_STATES, default=RewardState.ACCRUED
    )
    contract_no = models.CharField(_("contract number"), max_length=40)
    contracted_on = models.DateField(_("contract signed"))
    down_paid_on = models.DateField(pgettext_lazy("day", "down payment received"))
    accrued_on = models.DateField(pgettext_lazy("day", "accrued"))
    payable_on = models.DateField(_("payable from"))
    policy_id = models.BigIntegerField(null=True)
    figures = models.JSONField()
    holds = models.JSONField(default=list)
    cleared = models.JSONField(default=list)
    held_on = models.DateField(_("held since"), null=True)
    voucher = models.ForeignKey(
        "rewards.Voucher",
        null=True,
        on_delete=models.PROTECT,
        related_name="rewards",
        verbose_name=_("voucher"),
    )

    objects = RewardQuerySet.as_manager()

    class Meta:
        verbose_name = _("reward")
        verbose_name_plural = _("rewards")
        ordering = ["-accrued_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["purchase"],
                name="rewards_reward_one_a_contract",
                violation_error_message=_("A contract earns one reward."),
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="rewards_reward_amount"),
            models.CheckConstraint(
                condition=Q(payable_on__gte=F("contracted_on")), name="rewards_reward_days"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RewardState]),
                name="rewards_reward_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_VOUCHED, voucher__isnull=False)
                | (~Q(state__in=_VOUCHED) & Q(voucher__isnull=True)),
                name="rewards_reward_voucher",
            ),
            models.CheckConstraint(
                condition=~Q(state=RewardState.ON_HOLD.value) | Q(held_on__isnull=False),
                name="rewards_reward_held",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-accrued_on", "-id"], name="rewards_reward_newest"),
            models.Index(fields=["team", "-accrued_on", "-id"], name="rewards_reward_team"),
            models.Index(fields=["owner", "-accrued_on", "-id"], name="rewards_reward_owner"),
            models.Index(fields=["state", "payable_on"], name="rewards_reward_due"),
            models.Index(fields=["contact", "id"], name="rewards_reward_person"),
        ]

    def __str__(self) -> str:
        return f"{self.contact} · {self.contract_no}"

    def get_absolute_url(self) -> str:
        """Its record page."""
        return reverse("reward_detail", args=[self.pk])
