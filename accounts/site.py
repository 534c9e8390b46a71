"""The Django admin: administrators only, behind the same sign-in and second factor."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.permissions import ADMIN_APPS


class TuokeAdminSite(AdminSite):
    """Has no sign-in page of its own."""

    site_header = site_title = _("Tuoke")

    def has_permission(self, request: HttpRequest) -> bool:
        """Administrators, with the second factor where it is asked for."""
        verified = not settings.REQUIRE_TOTP or getattr(request.user, "is_verified", bool)()
        return super().has_permission(request) and verified

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponseBase:  # type: ignore[override]
        """Send whoever is not let in to the house's own sign-in."""
        from django.contrib.auth.views import redirect_to_login  # needs the apps loaded

        return redirect_to_login(request.get_full_path(), reverse("sign_in"))

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take only people and sign-in attempts: a device's page would show its secret."""
        one = isinstance(model_or_iterable, ModelBase)
        models: list[Any] = [model_or_iterable] if one else list(model_or_iterable)
        wanted = [model for model in models if model._meta.app_label in ADMIN_APPS]
        super().register(wanted, admin_class, **options)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: object = None
    ) -> HttpResponseBase:
        """Passwords are changed on the house's own page, by its rules."""
        return HttpResponseRedirect(reverse("password_change"))


class TuokeAdminConfig(AdminConfig):
    """Makes the site above the default one."""

    default_site = "accounts.site.TuokeAdminSite"
