"""Which daily job was worked for which day."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext


class JobRunQuerySet(models.QuerySet["JobRun"]):
    """Who sees what was worked."""

    def visible_to(self, user: Any) -> Self:
        """All for who looks after the house."""
        return self if user.has_perm("core.job_view") else self.none()

    def for_list(self) -> Self:
        """A run stands alone."""
        return self.all()


class JobRun(models.Model):
    """One daily job on one local day. The row is written with the work, so both or neither stand.

    Unfinished: it failed and is tried again at `retry_at`, or no more where that is None.
    """

    job = models.CharField(max_length=80)
    day = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.IntegerField(null=True, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=1)
    retry_at = models.DateTimeField(null=True, blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "job"]
        constraints = [
            models.UniqueConstraint(fields=["job", "day"], name="core_job_run_once"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(retry_at__isnull=True),
                name="core_job_run_done_is_done",
            ),
        ]
        indexes = [models.Index(fields=["day"], name="core_job_run_day")]

    def __str__(self) -> str:
        return f"{self.job} {self.day}"

    @property
    def outcome(self) -> str:
        """What became of it, in words."""
        if self.finished_at:
            return gettext("done")
        return gettext("failed, tried again") if self.retry_at else gettext("given up")
