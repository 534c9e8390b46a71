"""The visit report: what our people saw and heard in a unit (V4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from units.models.unit import SelfBuild
from visits.querysets import VisitQuerySet
from visits.states import ReportState


class VisitReport(models.Model):
    """One visit to one unit; the author's until filed, then nobody's to change."""

    class JointEvent(models.TextChoices):
        UNASKED = "unasked", _("not asked yet")
        YES = "yes", _("yes")
        UNDECIDED = "undecided", _("not decided yet")
        NO = "no", _("no")

    class Intention(models.TextChoices):
        STRONG = "strong", _("strong")
        SOME = "some", _("some")
        WEAK = "weak", _("weak")
        NONE = "none", _("none")

    STATE_CHOICES = (
        (ReportState.DRAFT, _("draft")),
        (ReportState.SUBMITTED, _("filed")),
        (ReportState.DISCARDED, _("thrown away")),
    )

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="visits", verbose_name=_("unit")
    )
    team = models.ForeignKey(
        "accounts.Team",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("team"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="visits",
        verbose_name=_("written by"),
    )
    number = models.PositiveIntegerField(_("visit no."), null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=STATE_CHOICES, default=ReportState.DRAFT, editable=False
    )

    visited_at = models.DateTimeField(_("date and time"))
    interviewers = models.CharField(
        _("others of ours"),
        max_length=200,
        blank=True,
        help_text=_("People without an account: engineers, drivers, guests."),
    )
    party = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("who went along")
    )
    people_met = models.CharField(_("people met"), max_length=200, blank=True)
    met_contact = models.ForeignKey(
        "units.Contact",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
        verbose_name=_("key person met"),
    )
    new_name = models.CharField(_("name of a new person"), max_length=60, blank=True)
    new_position = models.CharField(_("position"), max_length=60, blank=True)
    new_mobile = models.CharField(_("mobile"), max_length=20, blank=True)
    new_official = models.BooleanField(
        _("public official or in a public-sector post"), default=False
    )

    income = models.DecimalField(
        _("income per head and year (yuan)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
    )
    industry = models.CharField(_("industry"), max_length=80, blank=True)
    office = models.CharField(_("office environment"), max_length=200, blank=True)
    living = models.CharField(_("living environment"), max_length=200, blank=True)
    self_build_soon = models.CharField(
        _("self-build soon"), max_length=3, choices=SelfBuild.choices, blank=True
    )
    self_build = models.CharField(_("self-build plans"), max_length=200, blank=True)
    cars = models.CharField(_("private cars"), max_length=100, blank=True)
    people_flow = models.CharField(_("people flow"), max_length=100, blank=True)
    location = models.CharField(_("location"), max_length=200, blank=True)
    need = models.CharField(_("housing need"), max_length=200, blank=True)
    intention = models.CharField(
        _("purchase intention"), max_length=10, choices=Intention.choices, blank=True
    )
    purchasing_power = models.CharField(_("purchasing power"), max_length=100, blank=True)
    accepted_area = models.CharField(_("accepted area (m²)"), max_length=40, blank=True)
    price_attention = models.CharField(_("price they look at"), max_length=60, blank=True)
    promotion_place = models.CharField(_("promotion place"), max_length=200, blank=True)
    promotion_method = models.CharField(_("promotion method"), max_length=200, blank=True)
    internal_website = models.CharField(
        _("internal website or notices"), max_length=200, blank=True
    )
    activities = models.CharField(
        _("recent activities, with time and stage"), max_length=200, blank=True
    )
    joint_event = models.CharField(
        _("would hold an event with us"),
        max_length=10,
        choices=JointEvent.choices,
        default=JointEvent.UNASKED,
    )
    remarks = models.TextField(_("remarks"), max_length=4000, blank=True)
    next_step = models.CharField(_("next step"), max_length=120, blank=True)
    next_on = models.DateField(_("next step on"), null=True, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )

    version = models.PositiveIntegerField(default=1, editable=False)
    # Which open page saved last: its own earlier save is no conflict, however late the answer.
    editor = models.CharField(max_length=36, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(pgettext_lazy("day", "filed"), null=True, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit report")
        verbose_name_plural = _("visit reports")
        ordering = ["-visited_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number"],
                condition=Q(number__isnull=False),
                name="visits_report_number",
                violation_error_message=_("Another report of this unit has this number."),
            ),
            models.UniqueConstraint(
                fields=["unit", "owner"],
                condition=Q(state=ReportState.DRAFT),
                name="visits_report_one_draft",
                violation_error_message=_("You are writing a report on this unit already."),
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.SUBMITTED, number__gte=1, submitted_at__isnull=False)
                | (~Q(state=ReportState.SUBMITTED) & Q(number__isnull=True)),
                name="visits_report_numbered",
                violation_error_message=_("A report has a number once it is filed."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.SUBMITTED) | ~Q(joint_event="unasked"),
                name="visits_report_joint_event",
                violation_error_message=_("Ask whether they would hold an event with us."),
            ),
        ]
        indexes = [
            models.Index(fields=["project", "-visited_at", "-id"], name="visits_report_newest"),
            models.Index(fields=["team", "-visited_at", "-id"], name="visits_report_team"),
            models.Index(fields=["owner", "-visited_at", "-id"], name="visits_report_owner"),
            models.Index(fields=["unit", "-visited_at"], name="visits_report_unit"),
            models.Index(fields=["met_contact", "-visited_at"], name="visits_report_met"),
        ]

    def __str__(self) -> str:
        if self.number is None:
            return gettext("%(unit)s: report not filed") % {"unit": self.unit}
        return gettext("%(unit)s: visit no. %(number)d") % {
            "unit": self.unit,
            "number": self.number,
        }

    def get_absolute_url(self) -> str:
        """Its record page."""
        return reverse("visit_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether it may still be written."""
        return self.state == ReportState.DRAFT
