"""What was decided on a held gift (L2)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rewards.models.evidence import Decision
from rewards.querysets import GiftDecisionQuerySet


class GiftDecision(models.Model):
    """By whom, on what written basis. Only added."""

    append_only: ClassVar[bool] = True

    gift = models.ForeignKey("units.Gift", on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(_("decision"), max_length=10, choices=Decision.Kind.choices)
    codes = models.JSONField(_("reasons decided on"))
    basis = models.TextField(_("legal basis"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = GiftDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on a gift")
        verbose_name_plural = _("decisions on gifts")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="rewards_gift_decision_basis",
                violation_error_message=_("Write down the basis of the decision."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.gift_id} {self.kind}"

    def get_absolute_url(self) -> str:
        """The gift it is about."""
        return self.gift.get_absolute_url()
