"""What the ranking reads: one row per day, team and person (I1)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rewards.ranking.querysets import DailyTotalQuerySet


class DailyTotal(models.Model):
    """The day's figures of one person in one team, kept by the services as things happen.

    Live sums over a million visits cost sixty times the page; these rows cost nothing to read
    and a nightly job counts them afresh from the records.
    """

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    registrations = models.PositiveIntegerField(_("registrations"), default=0)
    arrivals = models.PositiveIntegerField(_("arrivals"), default=0)
    visits = models.PositiveIntegerField(_("visits"), default=0)
    subscriptions = models.PositiveIntegerField(_("subscriptions"), default=0)
    contracts = models.PositiveIntegerField(_("contracts"), default=0)
    contract_value = models.DecimalField(
        _("contract value"), max_digits=16, decimal_places=2, default=0
    )

    objects = DailyTotalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "day", "team", "user"], name="rewards_daily_total_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.team_id} {self.user_id}"
