"""A flat on the price list (P1, P11)."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pricing.querysets import HomeQuerySet
from pricing.rules import price_steps
from pricing.states import HomeState

HOME_STATES = [
    (HomeState.AVAILABLE.value, _("available")),
    (HomeState.RESERVED.value, _("reserved")),
    (HomeState.SOLD.value, _("sold")),
]


class Home(models.Model):
    """One flat: area in m², prices in yuan. One live purchase at a time has it."""

    project = models.ForeignKey("accounts.Project", on_delete=models.PROTECT, related_name="homes")
    building = models.CharField(_("building"), max_length=20)
    number = models.CharField(pgettext_lazy("home", "number"), max_length=20)
    area = models.DecimalField(_("area (m²)"), max_digits=8, decimal_places=2)
    unit_price = models.DecimalField(_("price per m² (yuan)"), max_digits=10, decimal_places=2)
    list_price = models.DecimalField(_("list price"), max_digits=14, decimal_places=2)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=HOME_STATES,
        default=HomeState.AVAILABLE.value,
        editable=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = HomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("home")
        verbose_name_plural = _("homes")
        ordering = ["building", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "building", "number"],
                name="pricing_home_number",
                violation_error_message=_(
                    "The building has a home of this number. Look it up before you add it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(area__gt=0, unit_price__gt=0, list_price__gt=0),
                name="pricing_home_positive",
                violation_error_message=_("Area and price must be above zero. Correct them."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in HomeState]),
                name="pricing_home_state",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "building", "number", "id"], name="pricing_home_list"),
            models.Index(fields=["project", "state", "area"], name="pricing_home_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.building}-{self.number}"

    def get_absolute_url(self) -> str:
        """Its record page."""
        return reverse("home_detail", args=[self.pk])

    @property
    def label(self) -> str:
        """Its name in lists."""
        return str(self)

    def one_time_price(self) -> Decimal:
        """The normal conditions of a list built `with_conditions` (P11)."""
        return self._conditions()[0]

    def group_price(self) -> Decimal:
        """The group conditions of a list built `with_conditions` (P11)."""
        return self._conditions()[1]

    def _conditions(self) -> tuple[Decimal, Decimal]:
        plan: Decimal = self.plan_multiplier  # type: ignore[attr-defined]
        group: Decimal = self.group_multiplier  # type: ignore[attr-defined]
        steps = price_steps(self.list_price, plan, group)
        return steps[1].price, steps[2].price
