"""Things somebody asked for and others decide, with what exactly was decided on."""

from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.abilities import Role

# Roles that decide for their own team, not for the whole project.
TEAM_ROLES = frozenset({Role.SALES, Role.LEADER})


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """Who sees which approval; the one place that says so."""

    def within_reach(self, user: Any) -> Self:
        """Those of the person's projects, for the field of the person's teams."""
        reach = Q(project_id=None) | Q(project_id__in=user.project_ids)
        if user.role in TEAM_ROLES:
            reach &= Q(team_id=None) | Q(team_id__in=user.team_ids)
        return self.filter(reach)

    def visible_to(self, user: Any) -> Self:
        """What one asked for, and what one's role decides or decided."""
        decides = Approval.objects.within_reach(user).with_step(role=user.role)
        return self.filter(Q(asked_by=user) | Q(pk__in=decides.values("pk")))

    def with_step(self, **step: Any) -> Self:
        """Those that have such a step."""
        steps = ApprovalStep.objects.filter(approval=OuterRef("pk"), **step)
        return self.filter(Exists(steps))

    def waiting_for(self, user: Any) -> Self:
        """Those whose present step is the person's role's, the oldest first."""
        mine = {"role": user.role, "state": "waiting", "order": OuterRef("stage")}
        return (
            self.within_reach(user)
            .with_step(**mine)
            .filter(state="waiting")
            .exclude(asked_by=user)
            .exclude(pk__in=ApprovalStep.objects.filter(decided_by=user).values("approval"))
            .order_by("asked_at", "pk")
        )

    def told(self, user: Any) -> Self:
        """Those the person decided a step of, the newest first."""
        return self.with_step(decided_by=user).order_by("-asked_at", "-pk")

    def of(self, subject: models.Model, kind: str) -> Self:
        """Everything ever asked of this kind for one row, the newest first."""
        return self.filter(
            kind=kind, subject_type=subject._meta.label_lower, subject_id=subject.pk
        ).order_by("-asked_at", "-pk")

    def for_list(self) -> Self:
        """With what a list shows."""
        return self.select_related("asked_by")


class Approval(models.Model):
    """One request. `snapshot` is what was asked for, `before` what stood approved until then.

    `stage` is the order of the steps that wait now. Project and team are plain keys, because core
    knows neither; they say who of a role may decide.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    project_id = models.BigIntegerField(null=True, blank=True)
    team_id = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(_("what"), max_length=200)
    snapshot = models.JSONField()
    before = models.JSONField(null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    stage = models.PositiveSmallIntegerField(default=1)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"))
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id"],
                condition=Q(state__in=("waiting", "approved")),
                name="core_approval_one_live",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "approved", "returned", "withdrawn")),
                name="core_approval_state",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_by", "-asked_at"], name="core_approval_mine"),
            models.Index(
                fields=["asked_at"], condition=Q(state="waiting"), name="core_approval_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is decided."""
        return reverse("approval_detail", args=[self.pk])

    @property
    def subject(self) -> Any:
        """The row it is about; None if it is gone."""
        return apps.get_model(self.subject_type)._default_manager.filter(pk=self.subject_id).first()


class ApprovalStep(models.Model):
    """What one role decides. Steps of one order are a stage: all of them must agree, or any."""

    class Mode(models.TextChoices):
        ALL = "all", _("all")
        ANY = "any", _("any")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")
        SKIPPED = "skipped", _("not needed")

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="steps")
    order = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20)
    mode = models.CharField(max_length=3, choices=Mode.choices, default=Mode.ALL)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "order", "role"], name="core_approval_step_role"
            ),
            models.UniqueConstraint(
                fields=["approval", "decided_by"],
                condition=Q(decided_by__isnull=False),
                name="core_approval_step_person",
                violation_error_message=_("You have decided a step of this already."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, at__isnull=True)
                | Q(decided_by__isnull=False, at__isnull=False),
                name="core_approval_step_who_and_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["role"], condition=Q(state="waiting"), name="core_approval_step_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.approval_id}.{self.order} {self.role}"
