"""The budget app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetConfig(AppConfig):
    """Registers what budget offers to the menu."""

    name = "budget"
    verbose_name = _("Budget")

    def ready(self) -> None:
        """Abilities, invariants, the menu item."""
        from budget import invariants, permissions  # noqa: F401
        from core import menu

        menu.register(
            menu.MenuItem(
                _("Budget"), "line_list", "wallet2", permissions.LINE_VIEW, 64, group=_("Finance")
            )
        )
