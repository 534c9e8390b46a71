"""What a leaver followed, given on in one deed; who owned what until when stays for good (U5)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from units.querysets import HolderQuerySet


class Handover(models.Model):
    """One deed: everything of one person in a project. Only added."""

    append_only: ClassVar[bool] = True

    leaver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    counts = models.JSONField(help_text=_("How much of each kind was given on."))

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(leaver=models.F("by")), name="units_handover_not_self"
            )
        ]

    def __str__(self) -> str:
        return f"{self.leaver_id} {self.at:%Y-%m-%d}"


class OwnershipShare(models.Model):
    """Who owned a unit, a customer or an open purchase until the moment of a hand-over.

    The record lives in another app, so it is named by its kind and key. Only added: later
    commissions are divided by it.
    """

    append_only: ClassVar[bool] = True

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="shares")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("accounts.Team", null=True, on_delete=models.PROTECT, related_name="+")
    to_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    until = models.DateTimeField()

    class Meta:
        ordering = ["until", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "subject_type", "subject_id"], name="units_share_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(owner=models.F("to_owner")), name="units_share_changes_hands"
            ),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "until"], name="units_share_subject")
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.owner_id}"


class Holder(User):
    """Somebody who holds something in a project of who asks."""

    objects: ClassVar[Any] = HolderQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        proxy = True
        verbose_name = _("who follows something")
        verbose_name_plural = _("who follow something")

    def get_absolute_url(self) -> str:
        """Where what they hold is handed over."""
        return reverse("handover", args=[self.pk])
