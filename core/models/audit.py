"""The audit trail (L3): rows that are only added, each chained to the one before."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models


class AuditQuerySet(models.QuerySet["AuditRecord"]):
    """Who reads the trail."""

    def visible_to(self, user: Any) -> Self:
        """All of it for who checks it, nothing for anybody else."""
        return self if user.has_perm("core.audit_view") else self.none()

    def for_list(self) -> Self:
        """With who did it."""
        return self.select_related("by").defer("by__password", "data", "previous", "hash")


class AuditHead(models.Model):
    """One row: the newest link of the chain, locked while a link is added."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.sequence}: {self.hash[:12]}"


class AuditRecord(models.Model):
    """Who did what to which row, with the figures that matter; ids only, no personal data."""

    append_only: ClassVar[bool] = True

    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    # No constraint in the database: its check would wait for a locked person with the head in hand.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
    )
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["sequence"], name="core_audit_sequence"),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="core_audit_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject_type} {self.subject_id}"

    @property
    def subject(self) -> str:
        """units.unit 12."""
        return f"{self.subject_type} {self.subject_id}"
