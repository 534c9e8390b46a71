"""Who knows whom inside a unit: the lines of its influence map (K2)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.models.contact import Contact
from units.querysets import OfUnitQuerySet


class Tie(models.Model):
    """`person` reports to, was introduced by, or knows `other`; both are people of the unit."""

    class Kind(models.TextChoices):
        REPORTS_TO = "reports_to", _("reports to")
        INTRODUCED_BY = "introduced", _("was introduced by")
        KNOWS = "knows", _("knows")

    unit = models.ForeignKey("units.Unit", on_delete=models.CASCADE, related_name="ties")
    person = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="ties", verbose_name=_("person")
    )
    kind = models.CharField(_("how"), max_length=10, choices=Kind.choices)
    other = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="ties_back", verbose_name=_("whom")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "other"],
                name="units_tie_once",
                violation_error_message=_("This is on the map already."),
            ),
            models.CheckConstraint(
                condition=~Q(person=F("other")),
                name="units_tie_two_people",
                violation_error_message=_("Choose somebody else: a tie has two people."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()} {self.other}"

    def get_absolute_url(self) -> str:
        """The map of the unit."""
        return reverse("unit_people", args=[self.unit_id])
