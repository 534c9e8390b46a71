"""Something given to a key person: what, its worth, who asked, allowed and gave it (K5, L2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from units.models.contact import Contact
from units.querysets import GiftQuerySet
from units.states import GiftState

GIFT_STATES = [
    (GiftState.ASKED.value, _("waits for approval")),
    (GiftState.ON_HOLD.value, _("on compliance hold")),
    (GiftState.APPROVED.value, _("may be given")),
    (GiftState.GIVEN.value, pgettext_lazy("gift", "given")),
    (GiftState.REFUSED.value, pgettext_lazy("gift", "refused")),
    (GiftState.CONVERTED.value, pgettext_lazy("gift", "converted into a discount")),
    (GiftState.WITHDRAWN.value, pgettext_lazy("gift", "withdrawn")),
]


class Gift(models.Model):
    """One gift from the asking to the handing over.

    `holds` are the codes it waits for, `cleared` those compliance let go, `held_on` the first day
    it was ever held. `approved_by` is empty where no approval was needed.
    """

    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="gifts", verbose_name=_("unit")
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="gifts", verbose_name=_("given to")
    )
    item = models.CharField(_("item"), max_length=100)
    value = models.DecimalField(_("value (yuan)"), max_digits=10, decimal_places=2)
    occasion = models.CharField(_("occasion"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=GIFT_STATES, default=GiftState.ASKED.value
    )
    holds = models.JSONField(default=list, blank=True)
    cleared = models.JSONField(default=list, blank=True)
    held_on = models.DateField(_("held since"), null=True, blank=True)
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("asked by"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("approved by"),
    )
    given_on = models.DateField(_("given on"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("given by"),
    )

    objects = GiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        ordering = ["-asked_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gt=0), name="units_gift_value"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in GiftState]),
                name="units_gift_state",
            ),
            models.CheckConstraint(
                condition=Q(state=GiftState.GIVEN.value, given_on__isnull=False)
                | (~Q(state=GiftState.GIVEN.value) & Q(given_on__isnull=True)),
                name="units_gift_given",
            ),
            models.CheckConstraint(
                condition=~Q(state=GiftState.ON_HOLD.value) | Q(held_on__isnull=False),
                name="units_gift_held",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-asked_on", "-id"], name="units_gift_unit"),
            models.Index(fields=["contact", "id"], name="units_gift_person"),
            models.Index(fields=["state", "-asked_on"], name="units_gift_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.contact}"

    def get_absolute_url(self) -> str:
        """Its record page."""
        return reverse("gift_detail", args=[self.pk])

    @property
    def project_id(self) -> int:
        """The project its approval belongs to."""
        return self.unit.project_id

    @property
    def team_id(self) -> int | None:
        """The team its approval belongs to."""
        return self.unit.team_id
