"""An action on many rows: what was asked, and what became of each row."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.sentences import worded


class BulkJobQuerySet(models.QuerySet["BulkJob"]):
    """Who sees which job."""

    def visible_to(self, user: Any) -> Self:
        """One's own."""
        return self.filter(by=user)


class BulkJob(models.Model):
    """One action on rows of one list. `every` means all that fit `query`, looked up by the job.

    `form` holds what was typed, so that the worker checks it again with the person's rights then.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the worker")
        WORKING = "working", _("under way")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    list_name = models.CharField(max_length=60)
    action = models.CharField(max_length=40)
    query = models.TextField(blank=True)
    every = models.BooleanField(default=False)
    form = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = BulkJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("action on many rows")
        verbose_name_plural = _("actions on many rows")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(
                fields=["at"],
                condition=Q(state__in=("waiting", "working")),
                name="core_bulk_waiting",
            ),
            models.Index(fields=["by", "-at"], name="core_bulk_mine"),
        ]

    def __str__(self) -> str:
        return f"{self.list_name}.{self.action}"

    def get_absolute_url(self) -> str:
        """Its progress and result."""
        return reverse("bulk_detail", args=[self.pk])

    @property
    def failed_because(self) -> str:
        """Why it ended early, in the reader's language; else ""."""
        return worded(self.failure)

    @property
    def worked(self) -> int:
        """How many rows are through, one way or the other."""
        return self.done + self.refused


class BulkRow(models.Model):
    """One row of a job: at most once, as its state is written where its work is."""

    class State(models.TextChoices):
        PENDING = "pending", _("waits")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="rows")
    subject_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["subject_id"]
        constraints = [
            models.UniqueConstraint(fields=["job", "subject_id"], name="core_bulk_row_once")
        ]
        indexes = [
            models.Index(
                fields=["job", "subject_id"],
                condition=Q(state="pending"),
                name="core_bulk_row_pending",
            )
        ]

    def __str__(self) -> str:
        return f"{self.job_id}:{self.subject_id}"
