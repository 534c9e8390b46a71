"""Abilities around people."""

from django.utils.translation import gettext_lazy as _

from core.abilities import Role, register

USER_MANAGE = register(
    "accounts.user_manage",
    _("Manage people"),
    _("Add people, change roles and teams, end everything when somebody leaves."),
    {Role.ADMINISTRATOR},
)

# What the Django admin may touch: people and places, never the trade's own records.
ADMIN_APPS = frozenset({"accounts", "axes"})
