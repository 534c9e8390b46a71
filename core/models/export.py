"""Every list that left the house as a file: who, which, how many people in it (L1, L3)."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.sentences import worded

SEE_ALL = "core.export_view"


class ExportQuerySet(models.QuerySet["ExportRecord"]):
    """Who sees which export."""

    def visible_to(self, user: Any) -> Self:
        """One's own; who watches over exports sees those of the people they see."""
        mine = Q(by=user)
        if not user.has_perm(SEE_ALL):
            return self.filter(mine)
        people: Any = get_user_model()._default_manager
        return self.filter(mine | Q(by__in=people.visible_to(user).values("pk")))

    def for_list(self) -> Self:
        """With what the list shows."""
        return self.select_related("by")


class ExportRecord(models.Model):
    """One export. `query` is the list's address; `persons` counts its rows that are people.

    `title` and `failure` are kept as they stand in the code, for compliance reads them, too.

    A short one goes to the browser at once and is kept nowhere; a long one is written by the
    worker and lies in `stored` until `expires_at`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the worker")
        RUNNING = "running", _("being written")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("deleted")

    list_name = models.CharField(max_length=60)
    title = models.CharField(_("list"), max_length=120)
    query = models.TextField(_("filter"), blank=True)
    kind = models.CharField(_("format"), max_length=4)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(default=0)
    persons = models.PositiveIntegerField(_("people"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    stored = models.CharField(max_length=100, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # begun since a part was last kept
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("exported by"),
    )
    at = models.DateTimeField(_("when"))

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=("csv", "xlsx")), name="core_export_kind"),
            models.CheckConstraint(
                condition=Q(rows_done__lte=models.F("rows")), name="core_export_done_of_rows"
            ),
        ]
        indexes = [
            models.Index(fields=["by", "-at"], name="core_export_person"),
            models.Index(
                fields=["at"],
                condition=Q(state__in=("waiting", "running")),
                name="core_export_waiting",
            ),
            models.Index(
                fields=["expires_at"], condition=Q(state="done"), name="core_export_expires"
            ),
        ]

    def __str__(self) -> str:
        return worded(self.title)

    def get_absolute_url(self) -> str:
        """Its progress and its file."""
        return reverse("export_detail", args=[self.pk])

    @property
    def failed_because(self) -> str:
        """Why there is no file, in the reader's language; else ""."""
        return worded(self.failure)


class ExportDraft(models.Model):
    """A long export on its way: the keys of its rows in their order, and what of them is written.

    `keys` are eight bytes each. `parts` names the files with the rows of the first `written` keys.
    The draft and its parts are gone once the export has ended.
    """

    export = models.OneToOneField(ExportRecord, on_delete=models.CASCADE, related_name="draft")
    head = models.JSONField()
    keys = models.BinaryField()
    written = models.PositiveIntegerField(default=0)
    parts = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.export_id}: {self.written}"


class ExportRelease(models.Model):
    """Compliance lets somebody export so many people more, for a reason. Only added."""

    export = models.OneToOneField(ExportRecord, on_delete=models.PROTECT, related_name="release")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    persons = models.PositiveIntegerField(_("people"))
    why = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(persons__gt=0), name="core_release_of_somebody"),
            models.CheckConstraint(
                condition=~Q(person=models.F("by")), name="core_release_by_another"
            ),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="core_release_person")]

    def __str__(self) -> str:
        return f"{self.person_id} +{self.persons}"
