"""The accounts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core import menu


class AccountsConfig(AppConfig):
    """Registers abilities, menu items and checks of people and teams."""

    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        """Register what accounts offers."""
        from accounts import checks, permissions, receivers  # noqa: F401
        from accounts.saved_views import Views, pinned
        from core.pages import saved

        saved.register(Views())
        menu.register_source(pinned)

        menu.register(
            menu.MenuItem(
                _("People"),
                "person_list",
                "person-gear",
                ability=permissions.USER_MANAGE,
                order=900,
                group=_("House"),
            )
        )
        menu.register(menu.MenuItem(_("Me"), "me", "person-circle", order=90, bottom=True))
