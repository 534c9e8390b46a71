"""What is owed because of a reward: back to us (R7), or as a discount to the buyers (L2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rewards.querysets import OwedQuerySet


class Owed(models.Model):
    """An amount in yuan that stays on the list until somebody settles it."""

    reward = models.OneToOneField("rewards.Reward", on_delete=models.PROTECT)
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

    objects = OwedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-arose_at", "-id"]

    def __str__(self) -> str:
        return f"{self.reward_id}: {self.amount}"

    def get_absolute_url(self) -> str:
        """The reward it comes from."""
        return self.reward.get_absolute_url()


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

    class Meta(Owed.Meta):
        verbose_name = _("amount to reclaim")
        verbose_name_plural = _("amounts to reclaim")
        constraints = _checks("reclaim")


class Conversion(Owed):
    """A held reward became a discount for the unit's buyers, still to be granted (L2)."""

    class Meta(Owed.Meta):
        verbose_name = _("discount to grant")
        verbose_name_plural = _("discounts to grant")
        constraints = _checks("conversion")
