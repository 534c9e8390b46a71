"""What allows a reward on paper: the unit's acknowledgement, compliance's decisions (L2)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rewards.querysets import AcknowledgementQuerySet, OfRewardQuerySet


class Acknowledgement(models.Model):
    """The unit says in writing that it knows of the rewards to its key person; a file goes with it.

    Only added: a newer one stands beside the older.
    """

    append_only: ClassVar[bool] = True

    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="acknowledgements"
    )
    signed_on = models.DateField(_("signed on"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("filed by"),
    )
    at = models.DateTimeField(pgettext_lazy("day", "filed"))

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "signed_on"],
                name="rewards_acknowledgement_once",
                violation_error_message=_("An acknowledgement of this day is on file already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.signed_on}"

    def get_absolute_url(self) -> str:
        """The unit it is of."""
        return self.unit.get_absolute_url()


class Decision(models.Model):
    """What was decided on a held reward, by whom, on what written basis (L2). Only added."""

    append_only: ClassVar[bool] = True

    class Kind(models.TextChoices):
        AGREE = "agree", _("agreed by the sales manager")
        RELEASE = "release", _("released")
        CONVERT = "convert", _("converted into a discount")
        REFUSE = "refuse", _("refused")

    reward = models.ForeignKey("rewards.Reward", on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(_("decision"), max_length=10, choices=Kind.choices)
    codes = models.JSONField(_("reasons decided on"))
    basis = models.TextField(_("legal basis"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfRewardQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="rewards_decision_basis",
                violation_error_message=_("Write down the basis of the decision."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reward_id} {self.kind}"

    def get_absolute_url(self) -> str:
        """The reward it is about."""
        return self.reward.get_absolute_url()
