"""The budget app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetConfig(AppConfig):
    """Registers what budget offers to the menu, the timeline and *Today*."""

    name = "budget"
    verbose_name = _("Budget")
