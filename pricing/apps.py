"""The pricing app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PricingConfig(AppConfig):
    """Registers what pricing offers to the menu, the timeline and *Today*."""

    name = "pricing"
    verbose_name = _("Sales")

    def ready(self) -> None:
        """Abilities, policies, invariants, menu items, what other pages show of purchases."""
        from core import menu, quick, registry
        from core.importing import register
        from pricing import (  # noqa: F401
            feed,
            invariants,
            measures,
            merging,
            permissions,
            policies,
            receivers,
        )
        from pricing.importing import HomeImport
        from units.models import Unit

        register(HomeImport())
        _ownership()
        merging.register()
        registry.register_timeline("purchases", _("Purchases"), feed.purchase_entries)
        registry.register_today("pricing", feed.today_cards)
        registry.register_panel("pricing", Unit, feed.unit_panel, order=30)
        quick.register(
            quick.QuickItem(
                "purchase",
                _("Reserve a home"),
                "purchase_add",
                "house-check",
                permissions.PURCHASE_ADD,
                40,
            )
        )
        group = _("Sales")
        for label, url_name, icon, ability, order in (
            (_("Homes"), "home_list", "house-door", permissions.HOME_VIEW, 40),
            (_("Purchases"), "purchase_list", "bag-check", permissions.PURCHASE_VIEW, 42),
            (_("Price differences"), "difference_list", "percent", permissions.DIFFERENCE_VIEW, 44),
        ):
            menu.register(menu.MenuItem(label, url_name, icon, ability, order, group=group))


def _ownership() -> None:
    """What a hand-over moves, and who is kept out of the public pool (U5, U7)."""
    from pricing.services import given_on
    from units import holdings

    for holding in given_on.HOLDINGS:
        holdings.register_holding(holding)
    holdings.register_keeper("pricing", given_on.keep_buyers)
