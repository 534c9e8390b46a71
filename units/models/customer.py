"""Registrations and arrivals: what the ranking counts (U6, I1)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.querysets import ArrivalQuerySet, RegistrationQuerySet


class Registration(models.Model):
    """A customer's record by a salesperson; one per person and project is live (U6)."""

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        "units.Contact", on_delete=models.PROTECT, related_name="registrations"
    )
    team = models.ForeignKey("accounts.Team", null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="registrations",
        verbose_name=_("salesperson"),
    )
    registered_on = models.DateField(_("registered"))
    protected_until = models.DateField(_("protected until"))
    live = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-registered_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact"],
                condition=models.Q(live=True),
                name="units_registration_one_live",
                violation_error_message=_("This customer is registered already."),
            )
        ]
        indexes = [
            models.Index(fields=["project", "-registered_on", "-id"], name="units_reg_newest"),
            models.Index(fields=["team", "-registered_on", "-id"], name="units_reg_team"),
            models.Index(fields=["contact", "-created_at"], name="units_reg_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.contact} {self.registered_on}"


class Arrival(models.Model):
    """A registered customer coming to the sales centre; counted for who brought them."""

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("units.Contact", on_delete=models.PROTECT, related_name="arrivals")
    team = models.ForeignKey(
        "accounts.Team",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("team"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="arrivals",
        verbose_name=_("brought by"),
    )
    arrived_on = models.DateField(_("arrived"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ["-arrived_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "arrived_on"],
                name="units_arrival_once_a_day",
                violation_error_message=_("This customer's arrival is recorded for that day."),
            )
        ]
        indexes = [
            models.Index(fields=["project", "-arrived_on", "-id"], name="units_arrival_newest"),
            models.Index(fields=["team", "-arrived_on", "-id"], name="units_arrival_team"),
            models.Index(fields=["contact", "-created_at"], name="units_arrival_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.contact} {self.arrived_on}"
