"""A client unit, what was learned of it, and how it was judged (U2, U4, U5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.querysets import UnitQuerySet


class Grade(models.TextChoices):
    """U4."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"


class Unit(models.Model):
    """An organisation whose people may buy homes together; one team and one person follow it."""

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="units")
    team = models.ForeignKey(
        "accounts.Team",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
        verbose_name=_("team"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
        verbose_name=_("followed by"),
    )
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    category = models.ForeignKey(
        "units.Category", on_delete=models.PROTECT, related_name="units", verbose_name=_("category")
    )
    telephone = models.CharField(_("telephone"), max_length=20, blank=True)
    industry = models.CharField(_("industry"), max_length=80, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    headcount = models.PositiveIntegerField(_("headcount"), null=True, blank=True)
    income = models.DecimalField(
        _("income per head and year (yuan)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
    )
    office = models.CharField(_("office environment"), max_length=200, blank=True)
    living = models.CharField(_("how its people live"), max_length=200, blank=True)
    self_build = models.CharField(_("self-build plans"), max_length=200, blank=True)
    cars = models.CharField(_("private cars"), max_length=100, blank=True)
    people_flow = models.CharField(_("people flow"), max_length=100, blank=True)
    location = models.CharField(_("location"), max_length=200, blank=True)
    activities = models.CharField(_("collective activities"), max_length=200, blank=True)
    notice_channels = models.CharField(_("internal website or notices"), max_length=200, blank=True)
    promotion_place = models.CharField(_("promotion place"), max_length=200, blank=True)
    promotion_method = models.CharField(_("promotion method"), max_length=200, blank=True)
    assembly = models.CharField(_("when its people assemble"), max_length=200, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)

    # Kept for search, order and lists; written by the services only.
    normalised = models.CharField(max_length=120, editable=False)
    doubled = models.CharField(max_length=240, editable=False)
    sound = models.CharField(max_length=200, editable=False)
    initials = models.CharField(max_length=60, editable=False)
    strength = models.PositiveSmallIntegerField(null=True, editable=False)
    sincerity = models.PositiveSmallIntegerField(null=True, editable=False)
    grade = models.CharField(
        _("grade"), max_length=1, choices=Grade.choices, blank=True, editable=False
    )
    first_visit_on = models.DateField(null=True, editable=False)
    last_contact_at = models.DateTimeField(_("last contact"), null=True, editable=False)
    protected_until = models.DateField(_("protected until"), null=True, editable=False)
    visit_count = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["sound", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "normalised"],
                name="units_unit_same_name",
                violation_error_message=_(
                    "A unit of this name is in the project already. Look it up before you add it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(strength__isnull=True) | Q(strength__lte=100),
                name="units_unit_strength",
            ),
            models.CheckConstraint(
                condition=Q(sincerity__isnull=True) | Q(sincerity__lte=100),
                name="units_unit_sincerity",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "sound", "id"], name="units_unit_by_sound"),
            models.Index(fields=["team", "sound", "id"], name="units_unit_team_sound"),
            models.Index(fields=["owner", "sound", "id"], name="units_unit_owner_sound"),
            models.Index(fields=["project", "initials"], name="units_unit_initials"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its record page."""
        return reverse("unit_detail", args=[self.pk])


class UnitFact(models.Model):
    """One fact that changed: what, from what, to what, and where it came from (U2, V5)."""

    class Source(models.TextChoices):
        ENTERED = "entered", _("entered")
        VISIT = "visit", _("from a visit")
        IMPORT = "import", _("from an import")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="facts")
    field = models.CharField(max_length=40)
    was = models.TextField(blank=True)
    value = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    source_id = models.BigIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["unit", "-at"], name="units_fact_newest")]

    def __str__(self) -> str:
        return f"{self.field}: {self.was} → {self.value}"


class Evaluation(models.Model):
    """Strength and sincerity as judged on a day; every one is kept (U4)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="evaluations")
    factors = models.JSONField()
    strength = models.PositiveSmallIntegerField(_("purchasing strength"))
    sincerity = models.PositiveSmallIntegerField(_("sincerity"))
    grade = models.CharField(_("grade"), max_length=1, choices=Grade.choices)
    policy_id = models.BigIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(strength__lte=100, sincerity__lte=100), name="units_evaluation_range"
            )
        ]
        indexes = [models.Index(fields=["unit", "-at"], name="units_evaluation_newest")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.grade}"
