"""The rewards app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RewardsConfig(AppConfig):
    """Registers what rewards offers to the menu, the timeline and *Today*."""

    name = "rewards"
    verbose_name = _("Rewards")

    def ready(self) -> None:
        """Abilities, policies, receivers, invariants, menu items, what other pages show."""
        from core import registry
        from rewards import (  # noqa: F401
            checks,
            feed,
            invariants,
            merging,
            permissions,
            policies,
            receivers,
        )
        from rewards.gifts import feed as gifts
        from rewards.ranking import receivers as ranking_receivers  # noqa: F401
        from units.models import Contact, Gift, Unit

        merging.register()
        registry.register_timeline("rewards", _("Rewards"), feed.reward_entries)
        registry.register_today("rewards", feed.today_cards)
        registry.register_panel("rewards", Unit, feed.unit_panel, order=40)
        registry.register_panel("gift_hold", Gift, gifts.gift_panel, order=10)
        registry.register_panel("person_year", Contact, gifts.year_panel, order=40)
        _menu()


def _menu() -> None:
    from core import menu
    from rewards import permissions as may

    finance = _("Finance")
    for label, url_name, icon, ability, order, group in (
        (_("Rewards"), "reward_list", "award", may.REWARD_VIEW, 50, finance),
        (_("On hold"), "hold_list", "pause-circle", may.HOLD_VIEW, 51, finance),
        (_("Vouchers"), "voucher_list", "receipt", may.VOUCHER_VIEW, 52, finance),
        (_("To reclaim"), "reclaim_list", "arrow-return-left", may.OWED_VIEW, 54, finance),
        (_("Discounts to grant"), "conversion_list", "percent", may.OWED_VIEW, 56, finance),
        (_("Tax of the year"), "tax_year", "calculator", may.TAX_VIEW, 58, finance),
        (_("Ranking"), "ranking", "trophy", may.RANKING_VIEW, 70, _("Results")),
    ):
        menu.register(menu.MenuItem(label, url_name, icon, ability, order, group=group))
