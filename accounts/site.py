"""The Django admin: administrators only, behind the same sign-in and second factor."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse


class TuokeAdminSite(AdminSite):
    """Has no sign-in page of its own."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Administrators, with the second factor where it is asked for."""
        verified = not settings.REQUIRE_TOTP or getattr(request.user, "is_verified", bool)()
        return super().has_permission(request) and verified

    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponseBase:  # type: ignore[override]
        """Send whoever is not let in to the house's own sign-in."""
        from django.contrib.auth.views import redirect_to_login  # needs the apps loaded

        return redirect_to_login(request.get_full_path(), reverse("sign_in"))


class TuokeAdminConfig(AdminConfig):
    """Makes the site above the default one."""

    default_site = "accounts.site.TuokeAdminSite"
