"""Every change of every state."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from core.sentences import worded


class StateChange(models.Model):
    """Who moved what from where to where, when and why. Only added."""

    append_only: ClassVar[bool] = True

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="core_state_subj")
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.from_state} → {self.to_state}"

    @property
    def because(self) -> str:
        """Why: the house's own sentence in the reader's language, a person's as it was written."""
        return worded(self.why)
