"""Every change of who follows what (U5)."""

from django.conf import settings
from django.db import models


class OwnershipChange(models.Model):
    """Who followed before, who follows now, who decided and why. Only added."""

    unit = models.ForeignKey(
        "units.Unit", null=True, on_delete=models.PROTECT, related_name="ownership_changes"
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
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
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

    def __str__(self) -> str:
        return f"{self.from_owner_id} → {self.to_owner_id}"
