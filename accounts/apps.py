"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Registers abilities and menu items of people and teams."""

    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        """Register what accounts offers."""
        from accounts import permissions  # noqa: F401
