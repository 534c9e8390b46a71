"""Two records made one, so that it can be undone (U8): who went into whom, and which rows moved."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.querysets import MergeQuerySet


class Merge(models.Model):
    """One merge of two units or two contacts; `undone_at` once it was taken back.

    `before` keeps what of the survivor was overwritten and `after` what was written, by field, as
    text; `parted` the loser's follower, so that an undo gives everything back. Both are emptied
    once it cannot be undone any more.
    """

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "units.Unit", null=True, on_delete=models.PROTECT, related_name="merges"
    )
    unit_gone = models.ForeignKey(
        "units.Unit", null=True, on_delete=models.PROTECT, related_name="gone_in"
    )
    contact = models.ForeignKey(
        "units.Contact", null=True, on_delete=models.PROTECT, related_name="merges"
    )
    contact_gone = models.ForeignKey(
        "units.Contact", null=True, on_delete=models.PROTECT, related_name="gone_in"
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.CharField(_("why"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("merged"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone"), null=True)
    settled_at = models.DateTimeField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    unit__isnull=False,
                    unit_gone__isnull=False,
                    contact__isnull=True,
                    contact_gone__isnull=True,
                )
                | Q(
                    unit__isnull=True,
                    unit_gone__isnull=True,
                    contact__isnull=False,
                    contact_gone__isnull=False,
                ),
                name="units_merge_two_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["unit_gone"],
                condition=Q(undone_at__isnull=True),
                name="units_merge_unit_once",
            ),
            models.UniqueConstraint(
                fields=["contact_gone"],
                condition=Q(undone_at__isnull=True),
                name="units_merge_contact_once",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="units_merge_undone",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="units_merge_at")]

    def __str__(self) -> str:
        return f"{self.gone} → {self.survivor}"

    def get_absolute_url(self) -> str:
        """The record that stayed."""
        url: str = self.survivor.get_absolute_url()
        return url

    def undo_url(self) -> str:
        """Where it is taken back."""
        return reverse("merge_undo", args=[self.pk])

    @property
    def survivor(self) -> Any:
        """The record that stayed."""
        return self.unit or self.contact

    @property
    def gone(self) -> Any:
        """The record that went into it."""
        return self.unit_gone or self.contact_gone


class MergeStep(models.Model):
    """One row that was pointed at the survivor, or one key in it that was changed beside.

    `place` is "visits.VisitReport.unit" for a moved row, "units.Contact:owner" for a changed key;
    only keys, moments and yes or no stand in `was` and `now`, no word of anybody.
    """

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="steps")
    place = models.CharField(max_length=100)
    row = models.BigIntegerField()
    was = models.CharField(max_length=40, blank=True)
    now = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["merge", "place", "row"], name="units_merge_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.row}"


class NotSame(models.Model):
    """Two records that look alike and are two: somebody looked, so they are not proposed again."""

    unit = models.ForeignKey(
        "units.Unit", null=True, on_delete=models.CASCADE, related_name="not_same"
    )
    unit_too = models.ForeignKey(
        "units.Unit", null=True, on_delete=models.CASCADE, related_name="+"
    )
    contact = models.ForeignKey(
        "units.Contact", null=True, on_delete=models.CASCADE, related_name="not_same"
    )
    contact_too = models.ForeignKey(
        "units.Contact", null=True, on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    unit__isnull=False,
                    unit_too__gt=F("unit"),
                    contact__isnull=True,
                    contact_too__isnull=True,
                )
                | Q(
                    contact__isnull=False,
                    contact_too__gt=F("contact"),
                    unit__isnull=True,
                    unit_too__isnull=True,
                ),
                name="units_notsame_two_of_a_kind",
            ),
            models.UniqueConstraint(fields=["unit", "unit_too"], name="units_notsame_units"),
            models.UniqueConstraint(
                fields=["contact", "contact_too"], name="units_notsame_contacts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id or self.contact_id} ≠ {self.unit_too_id or self.contact_too_id}"
