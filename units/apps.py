"""The units app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    """Registers what units offers to the menu and the timeline."""

    name = "units"
    verbose_name = _("Client units")

    def ready(self) -> None:
        """Abilities, policies, invariants, menu items, timeline sources."""
        from core import menu, registry
        from units import invariants, permissions, policies, selectors  # noqa: F401

        registry.register_timeline("facts", _("Facts"), selectors.fact_entries)
        registry.register_timeline("evaluations", _("Evaluations"), selectors.evaluation_entries)
        registry.register_timeline("ownership", _("Ownership"), selectors.ownership_entries)
        registry.register_timeline("key_person", _("Key person"), selectors.tenure_entries)
        registry.register_timeline("customers", _("Customers"), selectors.customer_entries)
        group = _("Customers")
        for label, url_name, icon, ability, order in (
            (_("Units"), "unit_list", "building", permissions.UNIT_VIEW, 20),
            (_("Contacts"), "contact_list", "people", permissions.CONTACT_VIEW, 22),
            (_("Registrations"), "registration_list", "person-plus", permissions.ARRIVAL_VIEW, 24),
            (_("Arrivals"), "arrival_list", "geo-alt", permissions.ARRIVAL_VIEW, 26),
            (_("Campaigns"), "campaign_list", "flag", permissions.CAMPAIGN_VIEW, 60),
        ):
            menu.register(menu.MenuItem(label, url_name, icon, ability, order, group=group))
        menu.register(
            menu.MenuItem(
                _("Units"), "unit_list", "building", permissions.UNIT_VIEW, 20, bottom=True
            )
        )
