"""A campaign's budget: lines, earmarked, in a tree (B1)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from budget.querysets import LineQuerySet


class Line(models.Model):
    """What may be spent on one thing; the lines under it divide it up.

    `place` is where it stands in the tree, two digits a level: "02.01" is the first under the
    second. Lists are ordered by it.
    """

    campaign = models.ForeignKey(
        "units.Campaign",
        on_delete=models.PROTECT,
        related_name="budget_lines",
        verbose_name=_("campaign"),
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name=_("part of"),
    )
    place = models.CharField(max_length=20, editable=False)
    name = models.CharField(_("line"), max_length=80)
    planned = models.DecimalField(_("planned (yuan)"), max_digits=12, decimal_places=2)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["campaign", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name"],
                name="budget_line_name",
                violation_error_message=_("The campaign has a budget line of this name."),
            ),
            models.UniqueConstraint(fields=["campaign", "place"], name="budget_line_place"),
            models.CheckConstraint(
                condition=Q(planned__gt=0),
                name="budget_line_planned",
                violation_error_message=_("Plan an amount above nothing."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="budget_line_not_in_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Gifts › Key persons › Fine gifts."""
        return f"{self.parent.path} › {self.name}" if self.parent else self.name
