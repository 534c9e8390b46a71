"""Sign-in by user name and password; abilities by role."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import ModelBackend

from accounts.permissions import ADMIN_APPS
from core import abilities

if TYPE_CHECKING:
    from accounts.models import User


def has_ability(user: "User", name: str) -> bool:
    """Whether the role holds `name`; the admin site's own names are the administrator's."""
    if abilities.known(name):
        return abilities.holds(user.role, name)
    return user.is_staff and name.split(".")[0] in ADMIN_APPS


class AbilityBackend(ModelBackend):
    """Django's password check; permissions are answered by the role alone."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether the person's role holds `perm`."""
        return bool(user_obj.is_active) and has_ability(user_obj, perm)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """The names of every ability held."""
        return {
            ability.name for ability in abilities.all_abilities() if user_obj.role in ability.roles
        }
