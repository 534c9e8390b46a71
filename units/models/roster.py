"""Who belongs to a unit, as the unit says: a list of names, or only how many (U9, P3)."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from units.querysets import OfUnitQuerySet


class Roster(models.Model):
    """A unit's roster. `count` is None where its entries are the list."""

    unit = models.OneToOneField(
        "units.Unit", on_delete=models.CASCADE, related_name="roster", verbose_name=_("unit")
    )
    count = models.PositiveIntegerField(_("how many people"), null=True, blank=True)
    told_on = models.DateField(_("as of"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster")
        verbose_name_plural = _("rosters")
        constraints = [
            models.CheckConstraint(
                condition=Q(count__isnull=True) | Q(count__gt=0),
                name="units_roster_count",
                violation_error_message=_("A roster counts at least one person."),
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)


class OfRosterQuerySet(OfUnitQuerySet):
    """Names of a roster are seen by whoever sees its unit."""

    via: ClassVar[str] = "roster__unit__"


class RosterEntry(models.Model):
    """One name on the list; the last four digits of the identity card tell namesakes apart."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="entries")
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    last_four = models.CharField(
        _("last four of the identity card"),
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^\d{3}[\dX]$", _("Four signs, such as 002X."))],
    )
    position = models.CharField(_("position"), max_length=60, blank=True)

    objects = OfRosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("person on a roster")
        verbose_name_plural = _("people on rosters")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "name", "last_four"], name="units_roster_entry_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
