"""The visits app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    """Registers what visits offers to the menu, the timeline and *Today*."""

    name = "visits"
    verbose_name = _("Visits")
