"""Homes people own already, as the company's sales system exports them (U9)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.querysets import OfContactQuerySet


class OwnedHome(models.Model):
    """One home of one owner: its number as the sales system writes it, when bought and taken."""

    contact = models.ForeignKey(
        "units.Contact", on_delete=models.CASCADE, related_name="owned_homes"
    )
    home = models.CharField(_("home"), max_length=40)
    bought_on = models.DateField(_("bought on"), null=True, blank=True)
    handed_over_on = models.DateField(_("handed over on"), null=True, blank=True)

    objects = OfContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("owned home")
        verbose_name_plural = _("owned homes")
        ordering = ["home", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "home"], name="units_owned_home_once"),
            models.CheckConstraint(
                condition=Q(bought_on__isnull=True)
                | Q(handed_over_on__isnull=True)
                | Q(handed_over_on__gte=F("bought_on")),
                name="units_owned_home_order",
                violation_error_message=_("A home is handed over after it is bought."),
            ),
        ]

    def __str__(self) -> str:
        return self.home
