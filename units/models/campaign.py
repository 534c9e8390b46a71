"""The expansion plan: a campaign, its phases, rounds and targets (U3)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.querysets import CampaignQuerySet, OfCampaignQuerySet
from units.rules import Window


class Campaign(models.Model):
    """A project's window of dates in which units are won."""

    project = models.ForeignKey(
        "accounts.Project", on_delete=models.PROTECT, related_name="campaigns"
    )
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="units_campaign_window",
                violation_error_message=_("The last day lies before the first. Correct one."),
            ),
            models.UniqueConstraint(
                fields=["project", "name"],
                name="units_campaign_name",
                violation_error_message=_("The project has a campaign of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("campaign_detail", args=[self.pk])

    @property
    def window(self) -> Window:
        """From its first day to its last."""
        return Window(self.starts_on, self.ends_on)


class Phase(models.Model):
    """A stretch of the campaign: information, visits, contracts."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="phases")
    name = models.CharField(_("name"), max_length=60)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = OfCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="units_phase_window",
                violation_error_message=_("The last day lies before the first. Correct one."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """One of four rounds: the areas and units it goes to."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("round"))
    areas = models.CharField(_("areas"), max_length=200, blank=True)
    planned = models.CharField(
        _("units to be won"),
        max_length=200,
        blank=True,
        help_text=_("By name, as the plan lists them before they are entered."),
    )
    units = models.ManyToManyField("units.Unit", blank=True, related_name="rounds")

    objects = OfCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="units_round_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=4), name="units_round_one_to_four"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Round %(number)d") % {"number": self.number})


class Target(models.Model):
    """What the campaign wants to reach: units of some categories, registrations, a share."""

    class Kind(models.TextChoices):
        UNITS = "units", _("units won")
        REGISTRATIONS = "registrations", _("registrations")
        ARRIVALS = "arrivals", _("arrivals")
        VISITS = "visits", _("visits")
        SUBSCRIPTIONS = "subscriptions", _("subscriptions")
        CONTRACTS = "contracts", _("contracts")
        CAME = "came", _("registered customers who came, in %")
        CONVERSION = "conversion", _("sincere customers converted, in %")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="targets")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    categories = models.ManyToManyField(
        "units.Category",
        blank=True,
        related_name="+",
        verbose_name=_("categories"),
        help_text=_("Only units and customers of these; none chosen means all."),
    )
    label = models.CharField(_("label"), max_length=80)
    goal = models.PositiveIntegerField(_("goal"))

    objects = OfCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "label"],
                name="units_target_label",
                violation_error_message=_("The campaign has a target of this name."),
            ),
            models.CheckConstraint(
                condition=Q(goal__gt=0),
                name="units_target_goal",
                violation_error_message=_("A target is at least 1."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("came", "conversion")) | Q(goal__lte=100),
                name="units_target_percent",
                violation_error_message=_("A share is at most a hundred percent."),
            ),
        ]

    def __str__(self) -> str:
        return self.label
