"""What waits for compliance: held rewards and held gifts, read as one (L2). No table of its own."""

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rewards import reasons
from rewards.querysets import HoldQuerySet


class Hold(models.Model):
    """One held reward or gift; what is done about it is done to `subject_id` of its `kind`.

    Keys, not relations, lead to unit and person, so that nothing that follows the schema (merges,
    undone imports, erasure) takes this for a table.
    """

    class Kind(models.TextChoices):
        REWARD = "reward", _("reward")
        GIFT = "gift", _("gift")

    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    subject_id = models.BigIntegerField()
    item = models.CharField(_("contract or item"), max_length=100)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    holds = models.JSONField()
    held_on = models.DateField(_("held since"))
    agreed = models.BooleanField()
    contact_id = models.BigIntegerField()
    contact = models.CharField(_("key person"), max_length=60)
    contact_sound = models.CharField(max_length=200)
    unit_id = models.BigIntegerField()
    unit = models.CharField(_("unit"), max_length=120)
    unit_sound = models.CharField(max_length=200)
    team_id = models.BigIntegerField(null=True)
    project_id = models.BigIntegerField()

    objects = HoldQuerySet.as_manager()

    class Meta:
        managed = False
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.item} · {self.contact}"

    def get_absolute_url(self) -> str:
        """The page of the reward or gift."""
        return reverse(f"{self.kind}_detail", args=[self.subject_id])

    def reasons(self) -> list[str | Promise]:
        """Why it is held."""
        return reasons.labels(self.holds)
