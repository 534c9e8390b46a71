"""Who looked at what is encrypted at rest, and why (L1)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reveal(models.Model):
    """One look at one hidden field. Only added."""

    append_only: ClassVar[bool] = True

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    field = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("look at a hidden number")
        verbose_name_plural = _("looks at hidden numbers")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="core_reveal_subject")
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} {self.field}"
