"""The visits app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    """Registers what visits offers to the menu, record pages and *Today*."""

    name = "visits"
    verbose_name = _("Visits")

    def ready(self) -> None:
        """Abilities, receivers, timeline sources, panels, cards, menu items."""
        from core import menu, registry
        from units.models import Unit
        from visits import invariants, permissions, receivers, selectors  # noqa: F401

        registry.register_timeline("visits", _("Visits"), selectors.visit_entries)
        registry.register_timeline("follow_ups", _("Follow-ups"), selectors.follow_up_entries)
        registry.register_panel("follow_ups", Unit, selectors.follow_up_panel)
        registry.register_today("visits", selectors.today_cards)
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
