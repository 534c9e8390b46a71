"""The visits app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    """Registers what visits offers to the menu, record pages and *Today*."""

    name = "visits"
    verbose_name = _("Visits")

    def ready(self) -> None:
        """Abilities, receivers, timeline sources, panels, cards, menu items."""
        from core import menu, quick
        from visits import invariants, measures, permissions, receivers  # noqa: F401

        _ownership()
        _shown()
        quick.register(
            quick.QuickItem(
                "visit",
                _("Record a visit"),
                "visit_new",
                "journal-plus",
                permissions.VISIT_ADD,
                10,
                dialog=False,
            )
        )
        group = _("Field work")
        for label, url_name, icon, ability, order in (
            (_("Visits"), "visit_list", "journal-text", permissions.VISIT_VIEW, 10),
            (_("Follow-ups"), "followup_list", "list-check", permissions.FOLLOWUP_VIEW, 12),
        ):
            menu.register(menu.MenuItem(label, url_name, icon, ability, order, group=group))
        menu.register(
            menu.MenuItem(
                _("Visit"),
                "visit_new",
                "plus-lg",
                permissions.VISIT_ADD,
                30,
                bottom=True,
                big=True,
            )
        )
        menu.register(
            menu.MenuItem(
                _("Follow-ups"),
                "followup_list",
                "list-check",
                permissions.FOLLOWUP_VIEW,
                40,
                bottom=True,
            )
        )


def _shown() -> None:
    """What record pages and *Today* show of visits."""
    from core import registry, sources
    from units.models import Contact, Unit
    from visits import selectors

    registry.register_timeline("visits", _("Visits"), selectors.visit_entries)
    registry.register_timeline("follow_ups", _("Follow-ups"), selectors.follow_up_entries)
    sources.register("visit", selectors.named)
    registry.register_panel("follow_ups", Unit, selectors.follow_up_panel, order=10)
    registry.register_panel("contact_follow_ups", Contact, selectors.follow_up_panel, order=15)
    registry.register_today("visits", selectors.today_cards)


def _ownership() -> None:
    """What a hand-over moves, and what a dispute shows (U5, U6)."""
    from visits import merging

    merging.register()
    from units import holdings
    from visits import selectors
    from visits.services import given_on

    for holding in given_on.HOLDINGS:
        holdings.register_holding(holding)
    holdings.register_dealings("visits", selectors.dealings)
