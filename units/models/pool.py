"""The public pool (U7): what nobody follows, as the field may see it, and who claimed what."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.models.contact import Contact
from units.models.unit import Unit
from units.querysets import PooledManager


class PooledUnit(Unit):
    """A unit in the pool: seen by everybody in the field of its project."""

    objects: ClassVar[Any] = PooledManager()  # type: ignore[assignment]

    class Meta:
        proxy = True
        verbose_name = _("unit in the pool")
        verbose_name_plural = _("units in the pool")

    def get_absolute_url(self) -> str:
        """There is nothing to open before it is claimed."""
        return reverse("unit_claim", args=[self.pk])

    @property
    def record(self) -> Unit:
        """As who gives it to somebody opens it."""
        return Unit(pk=self.pk)


class PooledContact(Contact):
    """A customer in the pool: their number stays masked until somebody claims them."""

    objects: ClassVar[Any] = PooledManager()  # type: ignore[assignment]

    class Meta:
        proxy = True
        verbose_name = _("customer in the pool")
        verbose_name_plural = _("customers in the pool")

    def get_absolute_url(self) -> str:
        """There is nothing to open before they are claimed."""
        return reverse("customer_claim", args=[self.pk])

    @property
    def record(self) -> Contact:
        """As who gives them to somebody opens them."""
        return Contact(pk=self.pk)


class Claim(models.Model):
    """Taken from the pool by somebody; it lives as long as they follow what they took."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims"
    )
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="claims")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="claims")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, contact__isnull=True)
                | Q(unit__isnull=True, contact__isnull=False),
                name="units_claim_unit_or_contact",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(ended_at__isnull=True),
                name="units_claim_one_live_unit",
            ),
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(ended_at__isnull=True),
                name="units_claim_one_live_contact",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"], condition=Q(ended_at__isnull=True), name="units_claim_live"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.unit_id or self.contact_id}"
