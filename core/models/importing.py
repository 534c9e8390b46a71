"""Files that are to become records: what was read, how it was understood, what came of it (U9)."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.sentences import read


class ImportQuerySet(models.QuerySet["ImportBatch"]):
    """Who sees which import."""

    def visible_to(self, user: Any) -> Self:
        """One's own: a file holds what its rows do, for everybody in it."""
        return self.filter(created_by=user)


class ImportBatch(models.Model):
    """One uploaded file. `mapping` says which column of the file (from 0) is which field.

    Before it is confirmed, `created`, `updated` and `unchanged` say what would come of it.
    """

    class State(models.TextChoices):
        READING = "reading", _("is being checked")
        REFUSED = "refused", _("cannot be read")
        CHECKED = "checked", _("to be confirmed")
        CONFIRMED = "confirmed", _("is being imported")
        DONE = "done", _("imported")
        FAILED = "failed", _("failed")
        UNDOING = "undoing", _("is being undone")
        UNDONE = "undone", pgettext_lazy("an import", "undone")
        DISCARDED = "discarded", _("discarded")

    class Source(models.TextChoices):
        OWN = "own", _("our own system: these people registered or bought with us")
        THEMSELVES = "themselves", _("the people themselves gave it to us")
        UNIT = "unit", _("their unit gave it to us and told them so")
        PUBLIC = "public", _("published by an authority")
        BOUGHT = "bought", _("bought from a dealer")

    class Alike(models.TextChoices):
        LEAVE = "leave", _("Leave them out")
        CREATE = "create", _("Import them anyhow")

    kind = models.CharField(max_length=40)
    file_name = models.CharField(_("file"), max_length=120)
    format = models.CharField(max_length=4, default="csv")
    encoding = models.CharField(max_length=20, blank=True)
    sheet = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64)
    source_kind = models.CharField(
        _("where the data comes from"), max_length=10, choices=Source.choices, blank=True
    )
    source = models.CharField(_("why we may use it"), max_length=200, blank=True)
    head = models.JSONField(default=list)
    head_row = models.PositiveIntegerField(default=1)
    mapping = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.READING
    )
    rows_total = models.PositiveIntegerField(default=0)
    rows_bad = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    # Good rows that may mean a record there is, and what the person said becomes of them.
    rows_alike = models.PositiveIntegerField(default=0)
    alike = models.CharField(max_length=6, choices=Alike.choices, blank=True)
    # Why it came to nothing, or what of it stays: a sentence by language.
    failure = models.JSONField(default=dict)
    # The agreement that an undoing leaves out what cannot be undone.
    leave_out = models.BooleanField(default=False)
    undo_until = models.DateField(null=True)
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
                condition=Q(
                    state__in=(
                        "reading",
                        "refused",
                        "checked",
                        "confirmed",
                        "done",
                        "failed",
                        "undoing",
                        "undone",
                        "discarded",
                    )
                ),
                name="core_import_state",
            ),
            models.CheckConstraint(
                condition=Q(rows_bad__lte=models.F("rows_total")), name="core_import_bad_of_total"
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=("reading", "confirmed", "undoing")),
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
    def failed_because(self) -> str:
        """Why it came to nothing, or what of it stays, in the reader's language; else ""."""
        return read(self.failure)

    @property
    def rows_good(self) -> int:
        """How many rows can be imported."""
        return self.rows_total - self.rows_bad

    @property
    def rows_left(self) -> int:
        """How many rows the person leaves out, of those that can be imported."""
        return self.rows_alike if self.alike == self.Alike.LEAVE else 0

    @property
    def rows_new(self) -> int:
        """How many rows change something."""
        return self.created + self.updated


class ImportFile(models.Model):
    """The bytes of a file until they have been read; then the row is gone."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="file")
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.batch_id)


class ImportProgress(models.Model):
    """How far the worker is; written beside its transaction, never inside it."""

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, related_name="progress")
    phase = models.CharField(max_length=10, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    stop = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.phase} {self.done}/{self.total}"


class ImportRow(models.Model):
    """One row of the file: its text, and why it cannot be imported as [[column, reason], …].

    `number` is the row's in the file, counted as a spreadsheet does. `outcome` is what comes of a
    good row, "" for the heading and what stands above it; `changes` are [[column, was, now], …].
    `hint` says of which record there is an `alike` row may mean: {"said": reason, "url": its page}.
    A reason is said in every language, {language: sentence}.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    errors = models.JSONField(default=list)
    bad = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, blank=True)
    alike = models.BooleanField(default=False)
    hint = models.JSONField(default=dict)
    changes = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="core_import_row_number")
        ]
        indexes = [
            models.Index(
                fields=["batch", "number"], condition=Q(bad=True), name="core_import_row_bad"
            ),
            models.Index(
                fields=["batch", "number"],
                condition=Q(outcome="updated"),
                name="core_import_row_change",
            ),
            models.Index(
                fields=["batch", "number"], condition=Q(alike=True), name="core_import_row_alike"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"


class ImportChange(models.Model):
    """One record that an import made or changed: what stood there, what it wrote.

    `was` and `now` are {field: value}; they are emptied once the import can no longer be undone.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    made = models.BooleanField()
    was = models.JSONField(default=dict)
    now = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="core_import_change_subj"),
            models.Index(fields=["batch", "subject_type", "id"], name="core_import_change_of"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"


class ImportMapping(models.Model):
    """Which column is which, as somebody said it last for a file with these headings."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    headings = models.CharField(max_length=64)
    mapping = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "headings"], name="core_import_mapping_once"
            )
        ]

    def __str__(self) -> str:
        return self.kind
