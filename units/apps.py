"""The units app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    """Registers what units offers to the menu, the timeline and *Today*."""

    name = "units"
    verbose_name = _("Client units")
