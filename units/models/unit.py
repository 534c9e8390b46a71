"""A client unit, what was learned of it, and how it was judged (U2, U4, U5)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.querysets import UnitManager, UnitQuerySet


class Grade(models.TextChoices):
    """U4."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"


class SelfBuild(models.TextChoices):
    """Whether a unit soon builds homes for its own people (U2); nothing: nobody has asked."""

    YES = "yes", _("yes")
    NO = "no", _("no")


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
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="branches",
        verbose_name=_("group"),
        help_text=_("The organisation this unit is a branch of."),
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
    self_build_soon = models.CharField(
        _("self-build soon"), max_length=3, choices=SelfBuild.choices, blank=True
    )
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
    short_spelled = models.CharField(max_length=400, editable=False, default="")
    strength = models.DecimalField(max_digits=4, decimal_places=1, null=True, editable=False)
    sincerity = models.DecimalField(max_digits=4, decimal_places=1, null=True, editable=False)
    grade = models.CharField(
        _("grade"), max_length=1, choices=Grade.choices, blank=True, editable=False
    )
    first_visit_on = models.DateField(null=True, editable=False)
    last_contact_at = models.DateTimeField(_("last contact"), null=True, editable=False)
    protected_until = models.DateField(_("protected until"), null=True, editable=False)
    visit_count = models.PositiveIntegerField(default=0, editable=False)
    idle_since = models.DateField(
        default=timezone.localdate,
        editable=False,
        help_text=_("The day of the last contact, or on which somebody was given it (U7)."),
    )
    pooled_at = models.DateTimeField(_("in the public pool since"), null=True, editable=False)
    # The last contact of which the owner was warned: each is warned of once (U7).
    warned_for = models.DateField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    # The record it became part of; such a row is in no list and its address leads on (U8).
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
    )

    objects = UnitManager()
    everything = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["sound", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "normalised"],
                condition=Q(merged_into__isnull=True),
                name="units_unit_same_name",
                violation_error_message=_(
                    "A unit of this name is in the project already. Look it up before you add it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="units_unit_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(strength__isnull=True) | Q(strength__lte=100),
                name="units_unit_strength",
            ),
            models.CheckConstraint(
                condition=Q(sincerity__isnull=True) | Q(sincerity__lte=100),
                name="units_unit_sincerity",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="units_unit_own_group",
                violation_error_message=_("A unit cannot be its own group. Choose another one."),
            ),
            models.CheckConstraint(
                condition=Q(pooled_at__isnull=True) | Q(owner__isnull=True, team__isnull=True),
                name="units_unit_pooled_has_no_owner",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "sound", "id"], name="units_unit_by_sound"),
            models.Index(fields=["team", "sound", "id"], name="units_unit_team_sound"),
            models.Index(fields=["owner", "sound", "id"], name="units_unit_owner_sound"),
            models.Index(fields=["project", "initials"], name="units_unit_initials"),
            models.Index(
                fields=["project", "latitude", "longitude"],
                condition=Q(latitude__isnull=False),
                name="units_unit_place",
            ),
            models.Index(
                fields=["idle_since"], condition=Q(owner__isnull=False), name="units_unit_idle"
            ),
            models.Index(
                fields=["project", "-pooled_at", "id"],
                condition=Q(pooled_at__isnull=False),
                name="units_unit_pool",
            ),
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
        MERGE = "merge", _("from a merge")

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
    strength = models.DecimalField(_("purchasing strength"), max_digits=4, decimal_places=1)
    sincerity = models.DecimalField(_("sincerity"), max_digits=4, decimal_places=1)
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
