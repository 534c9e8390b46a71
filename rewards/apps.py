"""The rewards app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RewardsConfig(AppConfig):
    """Registers what rewards offers to the menu, the timeline and *Today*."""

    name = "rewards"
    verbose_name = _("Rewards")

    def ready(self) -> None:
        """Abilities, policies, receivers, invariants."""
        from rewards import invariants, permissions, policies, receivers  # noqa: F401
        from rewards.ranking import receivers as ranking_receivers  # noqa: F401
