"""Files that are to become records: what was read, how it was understood, what came of it (U9)."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ImportQuerySet(models.QuerySet["ImportBatch"]):
    """Who sees which import."""

    def visible_to(self, user: Any) -> Self:
        """One's own: a file holds what its rows do, for everybody in it."""
        return self.filter(created_by=user)


class ImportBatch(models.Model):
    """One uploaded file. `mapping` says which column of the file (from 0) is which field."""

    class State(models.TextChoices):
        CHECKED = "checked", _("to be confirmed")
        CONFIRMED = "confirmed", _("waits for the worker")
        DONE = "done", _("imported")
        FAILED = "failed", _("failed")
        DISCARDED = "discarded", _("discarded")

    kind = models.CharField(max_length=40)
    file_name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(max_length=64)
    source = models.CharField(_("where the data comes from"), max_length=200, blank=True)
    head = models.JSONField()
    mapping = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.CHECKED
    )
    rows_total = models.PositiveIntegerField(default=0)
    rows_bad = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("checked", "confirmed", "done", "failed", "discarded")),
                name="core_import_state",
            ),
            models.CheckConstraint(
                condition=Q(rows_bad__lte=models.F("rows_total")), name="core_import_bad_of_total"
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(state="confirmed"),
                name="core_import_waiting",
            ),
            models.Index(fields=["created_by", "-created_at"], name="core_import_mine"),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """Its preview and result."""
        return reverse("import_detail", args=[self.pk])

    @property
    def rows_good(self) -> int:
        """How many rows would be, or were, imported."""
        return self.rows_total - self.rows_bad


class ImportRow(models.Model):
    """One row of the file: its text, and why it cannot be imported as [[column, reason], …].

    `number` is the row's in the file, counted as a spreadsheet does.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    errors = models.JSONField(default=list)
    bad = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="core_import_row_number")
        ]
        indexes = [
            models.Index(
                fields=["batch", "number"], condition=Q(bad=True), name="core_import_row_bad"
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"
