"""The pricing app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PricingConfig(AppConfig):
    """Registers what pricing offers to the menu, the timeline and *Today*."""

    name = "pricing"
    verbose_name = _("Sales")

    def ready(self) -> None:
        """Abilities, policies, invariants, menu items, what other pages show of purchases."""
        from core import menu, registry
        from pricing import feed, invariants, permissions, policies, receivers  # noqa: F401
        from units.models import Unit

        registry.register_timeline("purchases", _("Purchases"), feed.purchase_entries)
        registry.register_today("pricing", feed.today_cards)
        registry.register_panel("pricing", Unit, feed.unit_panel)
        group = _("Sales")
        for label, url_name, icon, ability, order in (
            (_("Homes"), "home_list", "house-door", permissions.HOME_VIEW, 40),
            (_("Purchases"), "purchase_list", "bag-check", permissions.PURCHASE_VIEW, 42),
            (_("Price differences"), "difference_list", "percent", permissions.DIFFERENCE_VIEW, 44),
        ):
            menu.register(menu.MenuItem(label, url_name, icon, ability, order, group=group))
