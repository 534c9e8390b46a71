"""What a person asks of us about their data, and what is sealed or forgotten (L1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from units.models.contact import Contact, How
from units.querysets import (
    DataSubjectQuerySet,
    PersonRequestQuerySet,
    RetentionQuerySet,
    SealedQuerySet,
)
from units.states import RequestState, RetentionState


class DataSubject(Contact):
    """A contact as who asks what we hold of them; compliance sees those of its projects."""

    objects = DataSubjectQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        proxy = True
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def get_absolute_url(self) -> str:
        """What we hold of them."""
        return reverse("subject_detail", args=[self.pk])


class PersonRequest(models.Model):
    """One request under PIPL 44–50: who asked for what when, until when we owe the answer."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("to see their data")
        CORRECTION = "correction", _("to have it corrected")
        ERASURE = "erasure", _("to have it erased")
        COMPLAINT = "complaint", _("a complaint")

    STATE_CHOICES = (
        (RequestState.OPEN, pgettext_lazy("request", "open")),
        (RequestState.WAITING, _("waits for approval")),
        (RequestState.DONE, pgettext_lazy("request", "answered")),
        (RequestState.REFUSED, pgettext_lazy("request", "refused")),
    )

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="requests", verbose_name=_("person")
    )
    kind = models.CharField(_("what they ask"), max_length=12, choices=Kind.choices)
    how = models.CharField(_("how they asked"), max_length=12, choices=How.choices)
    asked_by = models.CharField(
        _("who asked"),
        max_length=60,
        blank=True,
        help_text=_("Only if it was not the person: a parent, a lawyer, an heir."),
    )
    words = models.TextField(_("in their words"), max_length=1000, blank=True)
    received_on = models.DateField(_("received"))
    due_on = models.DateField(_("answer owed until"))
    state = models.CharField(
        _("state"), max_length=10, choices=STATE_CHOICES, default=RequestState.OPEN
    )
    outcome = models.CharField(_("what was done"), max_length=400, blank=True)
    called = models.CharField(_("what else they are called"), max_length=200, blank=True)
    chosen = models.JSONField(default=dict, editable=False)  # of an erasure: keys looked through
    looked_at = models.DateTimeField(null=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = PersonRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal-data request")
        verbose_name_plural = _("personal-data requests")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("received_on")), name="units_request_due"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "waiting"), closed_at=None)
                | Q(state__in=("done", "refused"), closed_at__isnull=False),
                name="units_request_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "state", "due_on", "id"], name="units_request_list"),
            models.Index(fields=["contact", "-received_on"], name="units_request_person"),
        ]

    def __str__(self) -> str:
        return f"{capfirst(str(self.get_kind_display()))} · #{self.contact_id}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("request_detail", args=[self.pk])

    @property
    def is_live(self) -> bool:
        """Whether we still owe an answer."""
        return self.state in (RequestState.OPEN, RequestState.WAITING)

    @property
    def answer(self) -> str | Promise:
        """What was done; where the deed itself is the answer, in the reader's language."""
        if self.outcome or self.state != RequestState.DONE:
            return self.outcome
        return _("Erased.") if self.kind == self.Kind.ERASURE else _("Corrected.")


class ErasedNumber(models.Model):
    """The keyed hash of an erased person's mobile number, so that no old file brings them back."""

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+")
    known = models.CharField(max_length=64, editable=False)
    erased_at = models.DateTimeField()

    class Meta:
        verbose_name = _("number of an erased person")
        verbose_name_plural = _("numbers of erased people")
        constraints = [
            models.UniqueConstraint(fields=["project", "known"], name="units_erasednumber_once"),
            models.CheckConstraint(condition=~Q(known=""), name="units_erasednumber_known"),
        ]
        indexes = [models.Index(fields=["erased_at"], name="units_erasednumber_at")]

    def __str__(self) -> str:
        return self.known[:8]


class SealedIdentity(models.Model):
    """Who an erased person was, encrypted: only where books and tax law ask for it, until a day."""

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="sealed")
    name = models.CharField(max_length=400, editable=False)
    number = models.CharField(max_length=200, blank=True, editable=False)
    why = models.CharField(max_length=200)
    until = models.DateField(_("kept until"))
    at = models.DateTimeField()

    objects = SealedQuerySet.as_manager()

    class Meta:
        verbose_name = _("sealed identity")
        verbose_name_plural = _("sealed identities")
        ordering = ["until"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="units_sealed_name"),
        ]
        indexes = [models.Index(fields=["until"], name="units_sealed_until")]

    def __str__(self) -> str:
        return f"#{self.contact_id}"

    def get_absolute_url(self) -> str:
        """Where it is opened for a reason."""
        return reverse("sealed_show", args=[self.pk])


class RetentionRun(models.Model):
    """People nobody has dealt with since `cutoff`: proposed by the rule, confirmed, then erased.

    `people` are the keys that were shown; nobody else is erased by the run.
    """

    STATE_CHOICES = (
        (RetentionState.CONFIRMED, _("being erased")),
        (RetentionState.DONE, pgettext_lazy("retention", "done")),
    )

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+")
    cutoff = models.DateField(_("no dealing since"))
    people = models.JSONField(default=list, editable=False)
    proposed = models.PositiveIntegerField(_("people proposed"))
    erased = models.PositiveIntegerField(_("people erased"), default=0)
    position = models.BigIntegerField(default=0, editable=False)  # the last key looked at
    state = models.CharField(
        _("state"), max_length=10, choices=STATE_CHOICES, default=RetentionState.CONFIRMED
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"))
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = RetentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")
        ordering = ["-confirmed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state="confirmed"),
                name="units_retention_one_at_a_time",
                violation_error_message=_("An erasure is under way. Wait until it is done."),
            ),
            models.CheckConstraint(
                condition=Q(state="done", finished_at__isnull=False)
                | Q(state="confirmed", finished_at=None),
                name="units_retention_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cutoff}"

    def get_absolute_url(self) -> str:
        """The page of all runs."""
        return reverse("retention")

    @property
    def stayed(self) -> int:
        """How many somebody dealt with before their turn came."""
        return self.proposed - self.erased if self.state == RetentionState.DONE else 0
