"""Disputes about who holds a customer, their evidence, and what renewed a protection (U6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.personal.registry import shown_name
from units.querysets import DisputeQuerySet, EvidenceQuerySet
from units.states import RULINGS, DisputeState


class Dispute(models.Model):
    """A second registration of a protected customer; a sales manager rules on it, once.

    `registered_on`, `protected_until` and `protection_days` are those of the moment it was opened,
    so that the rule can be read as it was. `claimed_name` is what the claimant typed: they may not
    learn more of the customer than they knew.
    """

    STATE_CHOICES = (
        (DisputeState.OPEN, _("waits for a ruling")),
        (DisputeState.FOR_HOLDER, _("stays with the holder")),
        (DisputeState.FOR_CLAIMANT, _("goes to the claimant")),
        (DisputeState.FREED, _("free for everybody")),
        (DisputeState.WITHDRAWN, _("withdrawn")),
    )

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("units.Contact", on_delete=models.PROTECT, related_name="disputes")
    registration = models.ForeignKey(
        "units.Registration", on_delete=models.PROTECT, related_name="disputes"
    )
    claimed_name = models.CharField(_("customer"), max_length=60)
    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    claimant_team = models.ForeignKey(
        "accounts.Team", null=True, on_delete=models.PROTECT, related_name="+"
    )
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    holder_team = models.ForeignKey(
        "accounts.Team", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=STATE_CHOICES, default=DisputeState.OPEN
    )
    registered_on = models.DateField(_("registered"))
    protected_until = models.DateField(_("protected until"))
    protection_days = models.PositiveIntegerField()
    opened_at = models.DateTimeField(_("opened"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "claimant"],
                condition=Q(state=DisputeState.OPEN),
                name="units_dispute_one_open",
                violation_error_message=_("You dispute this customer already."),
            ),
            models.CheckConstraint(
                condition=~Q(claimant=F("holder")), name="units_dispute_two_people"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=sorted(RULINGS), decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(reason="")
                )
                | Q(
                    state__in=[DisputeState.OPEN, DisputeState.WITHDRAWN],
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                ),
                name="units_dispute_ruling_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-opened_at", "-id"], name="units_dispute_newest"),
            models.Index(
                fields=["contact"], condition=Q(state=DisputeState.OPEN), name="units_dispute_open"
            ),
        ]

    def __str__(self) -> str:
        return shown_name(self.claimed_name)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("dispute_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether the ruling is still to come."""
        return self.state == DisputeState.OPEN


class DisputeEvidence(models.Model):
    """What one side says, with its files. Added and never changed."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="evidence")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("what you know"))
    at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["dispute", "at"], name="units_evidence_of")]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.at:%Y-%m-%d}"


class Renewal(models.Model):
    """One contact that moved the end of a protection. Only added."""

    class Source(models.TextChoices):
        FOLLOW_UP = "follow_up", _("follow-up")
        VISIT = "visit", _("visit")
        ARRIVAL = "arrival", _("arrival")
        RULING = "ruling", _("ruling")
        GIVEN = "given", _("given to somebody")

    registration = models.ForeignKey(
        "units.Registration", on_delete=models.PROTECT, related_name="renewals"
    )
    source = models.CharField(max_length=10, choices=Source.choices)
    protected_until = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["registration", "at"], name="units_renewal_of")]

    def __str__(self) -> str:
        return f"{self.registration_id} → {self.protected_until}"
