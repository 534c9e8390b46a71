"""Projects, teams and who belonged to which team when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.querysets import MembershipQuerySet


class Project(models.Model):
    """A housing development with a sales centre."""

    name = models.CharField(_("name"), max_length=80)
    code = models.SlugField(_("code"), max_length=20)
    address = models.CharField(_("address"), max_length=200, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="accounts_project_code",
                violation_error_message=_("Another project has this code. Choose a different one."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """Sales staff in a group under a project."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="teams", verbose_name=_("project")
    )
    name = models.CharField(_("name"), max_length=60)
    area = models.CharField(_("area"), max_length=60, blank=True)
    outreach = models.BooleanField(
        _("outreach team"),
        default=True,
        help_text=_("Outreach teams are ranked by arrivals alone."),
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="accounts_team_name",
                violation_error_message=_(
                    "The project has a team of this name. Choose a different one."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person in one team from a day to a day (the last day included); no two overlap."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("person"),
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("team")
    )
    leader = models.BooleanField(_("leads the team"), default=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="accounts_membership_order",
                violation_error_message=_("The last day lies before the first. Correct one."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ends_on__isnull=True),
                name="accounts_membership_open",
                violation_error_message=_("End the present membership before you begin another."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.team}"
