"""Numbers of the rules, each set valid from a day on (domain: nothing below is a constant)."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class PolicyQuerySet(models.QuerySet["PolicyRow"]):
    """Rows of one kind over time."""

    def visible_to(self, user: Any) -> Self:
        """The general rows and those of the person's own projects."""
        return self.filter(Q(project_id=None) | Q(project_id__in=user.project_ids))

    def live(self) -> Self:
        """Without those withdrawn before their day."""
        return self.filter(withdrawn_at=None)

    def of(self, kind: str, project_id: int | None = None) -> Self:
        """The rows that may speak for a project: its own, then the general ones; newest first."""
        where = Q(project_id=None)
        if project_id is not None:
            where |= Q(project_id=project_id)
        return (
            self.live()
            .filter(where, kind=kind)
            .order_by(F("project_id").asc(nulls_last=True), "-valid_from")
        )

    def in_force(self, kind: str, day: date, project_id: int | None = None) -> "PolicyRow | None":
        """The row that holds on `day`; a project's own row goes before the general one."""
        return self.of(kind, project_id).filter(valid_from__lte=day).first()


class PolicyRow(models.Model):
    """One set of values of one kind from a day on. Never changed; withdrawn only before its day.

    `project_id` None is for every project. It is no foreign key because core knows no project;
    `values` holds every field of the kind's dataclass as text, numbers or lists (core.policies).
    """

    kind = models.CharField(max_length=40)
    project_id = models.BigIntegerField(null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    values = models.JSONField()
    note = models.CharField(_("why"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "valid_from"],
                condition=Q(project_id__isnull=True, withdrawn_at__isnull=True),
                name="core_policy_general_day",
            ),
            models.UniqueConstraint(
                fields=["kind", "project_id", "valid_from"],
                condition=Q(project_id__isnull=False, withdrawn_at__isnull=True),
                name="core_policy_project_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from}"

    def get_absolute_url(self) -> str:
        """The page of its kind."""
        return reverse("policy_detail", args=[self.kind])
