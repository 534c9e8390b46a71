"""The pricing app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PricingConfig(AppConfig):
    """Registers what pricing offers to the menu, the timeline and *Today*."""

    name = "pricing"
    verbose_name = _("Sales")

    def ready(self) -> None:
        """Register what pricing offers."""
        from pricing import permissions  # noqa: F401
