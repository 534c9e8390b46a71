"""Every change of who follows what (U5)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.sentences import worded


class OwnershipChange(models.Model):
    """Who followed before, who follows now, who decided and why. Only added.

    `batch` is the import a unit came with. A unit taken back with it leaves its two lines here, so
    the database does not insist on the unit (docs/adr/098).
    """

    append_only: ClassVar[bool] = True

    unit = models.ForeignKey(
        "units.Unit",
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="ownership_changes",
    )
    contact = models.ForeignKey(
        "units.Contact", null=True, on_delete=models.PROTECT, related_name="ownership_changes"
    )
    from_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    to_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    from_team = models.ForeignKey(
        "accounts.Team", null=True, on_delete=models.PROTECT, related_name="+"
    )
    to_team = models.ForeignKey(
        "accounts.Team", null=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(max_length=200)
    batch = models.ForeignKey(
        "core.ImportBatch", null=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty where the nightly job did it."),
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False, contact__isnull=True)
                | models.Q(unit__isnull=True, contact__isnull=False),
                name="units_ownership_unit_or_contact",
            )
        ]
        indexes = [
            models.Index(fields=["unit", "-at"], name="units_ownership_unit"),
            models.Index(fields=["contact", "-at"], name="units_ownership_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.from_owner_id} → {self.to_owner_id}"

    @property
    def because(self) -> str:
        """Why: the house's own word in the reader's language, a person's as it was written."""
        return worded(self.why)
