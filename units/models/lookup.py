"""Who looked up whether somebody is taken, so that fishing is seen (U6, U8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from units.querysets import LookUpDayQuerySet, LookUpQuerySet


class LookUpDay(models.Model):
    """One person's day of look-ups; `told_at` is set once they are more than usual.

    `hidden` counts the answers that told of somebody else's unit or customer, `most` is the number
    of the policy that was passed.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="look_up_days",
        verbose_name=_("person"),
    )
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("look-ups"), default=0)
    hits = models.PositiveIntegerField(_("found"), default=0)
    hidden = models.PositiveIntegerField(_("of others"), default=0)
    most = models.PositiveIntegerField(_("usual at most"), null=True)
    told_at = models.DateTimeField(null=True)

    objects = LookUpDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of look-ups")
        verbose_name_plural = _("days of look-ups")
        ordering = ["-day", "-count", "id"]
        constraints = [
            models.UniqueConstraint(fields=["by", "day"], name="units_lookup_day_once"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, most__isnull=True)
                | Q(told_at__isnull=False, most__isnull=False),
                name="units_lookup_day_told",
            ),
        ]
        indexes = [models.Index(fields=["-day", "-count", "id"], name="units_lookup_day_newest")]

    def __str__(self) -> str:
        return f"{self.by} · {self.day}"

    def get_absolute_url(self) -> str:
        """What was looked up that day."""
        return reverse("lookup_detail", args=[self.pk])

    @property
    def unusual(self) -> bool:
        """Whether the person looked up far more than is usual."""
        return self.told_at is not None


class LookUp(models.Model):
    """One look-up: of a unit by its normalised name, of a person by a keyed hash of the number.

    Of a file only how much it told of others.

    `number` is that hash, for a unit's telephone as well; no number can be read from it. `placed`
    says that the position was asked by, which is not kept.
    """

    class Kind(models.TextChoices):
        UNIT = "unit", _("a unit")
        PERSON = "person", _("a mobile number")
        FILE = "file", _("a file to import")

    day = models.ForeignKey(LookUpDay, on_delete=models.CASCADE, related_name="look_ups")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("asked for"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name as it is compared"), max_length=120, blank=True)
    number = models.CharField(max_length=64, blank=True)
    placed = models.BooleanField(default=False)
    hits = models.PositiveIntegerField(_("found"))
    hidden = models.PositiveIntegerField(_("of others"))
    at = models.DateTimeField(_("at"))

    objects = LookUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("look-up")
        verbose_name_plural = _("look-ups")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["day", "-at"], name="units_lookup_newest"),
            models.Index(fields=["at"], name="units_lookup_old"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} {self.kind}"
