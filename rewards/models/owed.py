"""What is owed because of a reward: back to us (R7), or as a discount to the buyers (L2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rewards.querysets import ConversionQuerySet, ReclaimQuerySet


class Owed(models.Model):
    """An amount in yuan that stays on the list until somebody settles it."""

    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    why = models.CharField(_("why"), max_length=300)
    arose_at = models.DateTimeField(_("arose"))
    settled_on = models.DateField(pgettext_lazy("day", "settled"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("settled by"),
    )
    settled_note = models.CharField(_("how it was settled"), max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["-arose_at", "-id"]


def _checks(table: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(condition=Q(amount__gt=0), name=f"rewards_{table}_amount"),
        models.CheckConstraint(
            condition=Q(settled_on__isnull=True, settled_by__isnull=True)
            | Q(settled_on__isnull=False, settled_by__isnull=False),
            name=f"rewards_{table}_settled",
        ),
    ]


class Reclaim(Owed):
    """The purchase was cancelled after the payment: what the person gives back (R7)."""

    reward = models.OneToOneField("rewards.Reward", on_delete=models.PROTECT)

    objects = ReclaimQuerySet.as_manager()

    class Meta(Owed.Meta):
        verbose_name = _("amount to reclaim")
        verbose_name_plural = _("amounts to reclaim")
        constraints = _checks("reclaim")

    def __str__(self) -> str:
        return f"{self.reward_id}: {self.amount}"

    def get_absolute_url(self) -> str:
        """The reward it comes from."""
        return self.reward.get_absolute_url()


class Conversion(Owed):
    """A held reward or gift became a discount for the unit's buyers, still to be granted (L2).

    `contact` is who does not get it, `unit` whose buyers do.
    """

    reward = models.OneToOneField("rewards.Reward", null=True, on_delete=models.PROTECT)
    gift = models.OneToOneField("units.Gift", null=True, on_delete=models.PROTECT)
    contact = models.ForeignKey(
        "units.Contact",
        on_delete=models.PROTECT,
        related_name="conversions",
        verbose_name=_("key person"),
    )
    unit = models.ForeignKey(
        "units.Unit",
        on_delete=models.PROTECT,
        related_name="conversions",
        verbose_name=_("unit"),
    )

    objects = ConversionQuerySet.as_manager()

    class Meta(Owed.Meta):
        verbose_name = _("discount to grant")
        verbose_name_plural = _("discounts to grant")
        constraints = [
            *_checks("conversion"),
            models.CheckConstraint(
                condition=Q(reward__isnull=False, gift__isnull=True)
                | Q(reward__isnull=True, gift__isnull=False),
                name="rewards_conversion_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin}: {self.amount}"

    def get_absolute_url(self) -> str:
        """The reward or gift it comes from."""
        return (self.reward or self.gift).get_absolute_url()  # type: ignore[union-attr]

    @property
    def origin(self) -> str:
        """What it was: a contract's number, or what was to be given."""
        return self.reward.contract_no if self.reward else self.gift.item  # type: ignore[union-attr]
