"""What a customer showed: how sincere they are, who they are, where they belong (P3, R2, U3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.querysets import OfContactQuerySet


class SincerityLevel(models.TextChoices):
    """How near a customer is to buying."""

    SINCERE = "sincere", _("sincere: wants to buy here")
    INTERESTED = "interested", _("interested")
    LOOKING = "looking", _("only looking")
    NONE = "none", _("will not buy")


class Sincerity(models.Model):
    """What a customer said of buying, on a day. Only added; the newest counts."""

    contact = models.ForeignKey(
        "units.Contact", on_delete=models.CASCADE, related_name="sincerities"
    )
    level = models.CharField(_("sincerity"), max_length=12, choices=SincerityLevel.choices)
    said_on = models.DateField(_("day"))
    area = models.PositiveSmallIntegerField(_("area wanted (m²)"), null=True, blank=True)
    budget = models.DecimalField(
        _("budget (yuan)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("sincerity")
        verbose_name_plural = _("sincerity")
        ordering = ["-said_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gt=0),
                name="units_sincerity_budget",
                violation_error_message=_("A budget is more than nothing."),
            )
        ]
        indexes = [
            models.Index(fields=["contact", "-said_on", "-id"], name="units_sincerity_newest"),
            models.Index(fields=["contact", "-at", "-id"], name="units_sincerity_told"),
        ]

    def __str__(self) -> str:
        return str(self.get_level_display())


class Proof(models.Model):
    """A paper a customer showed, with its picture; withdrawn where it proved wrong."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("certificate of a teacher or civil servant")
        BELONGING = "belonging", _("belongs to the unit")

    class Paper(models.TextChoices):
        TEACHER = "teacher", _("teacher's certificate")
        SERVANT = "servant", _("civil servant's card")
        PERMIT = "permit", _("work permit or staff card")
        LETTER = "letter", _("letter of the unit")
        INSURANCE = "insurance", _("social insurance record")
        ROSTER = "roster", _("stands on the unit's roster")
        OTHER = "other", _("another paper")

    contact = models.ForeignKey("units.Contact", on_delete=models.CASCADE, related_name="proofs")
    unit = models.ForeignKey(
        "units.Unit",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proofs",
        verbose_name=_("unit"),
    )
    kind = models.CharField(_("what it proves"), max_length=12, choices=Kind.choices)
    paper = models.CharField(_("paper"), max_length=12, choices=Paper.choices)
    number = models.CharField(_("number on the paper"), max_length=40, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    seen_on = models.DateField(_("seen on"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_why = models.CharField(max_length=200, blank=True, editable=False)

    objects = OfContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="belonging") | Q(unit__isnull=False),
                name="units_proof_of_a_unit",
                violation_error_message=_("Say which unit the person belongs to."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("seen_on")),
                name="units_proof_still_valid",
                violation_error_message=_("This paper was no longer valid when it was seen."),
            ),
        ]
        indexes = [
            models.Index(fields=["contact", "-at", "-id"], name="units_proof_newest"),
            models.Index(
                fields=["valid_until"],
                condition=Q(kind="certificate", withdrawn_at__isnull=True),
                name="units_proof_expires",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_paper_display())

    def get_absolute_url(self) -> str:
        """Whose it is."""
        return reverse("contact_detail", args=[self.contact_id])

    @property
    def holds(self) -> bool:
        """Whether nobody took it back; its last day is asked by who knows the day."""
        return self.withdrawn_at is None
