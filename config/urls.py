"""Every address of Tuoke; each app keeps its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("accounts/", include("accounts.urls")),
    path("", include("units.urls")),
    path("", include("budget.urls")),
    path("", include("pricing.urls")),
    path("", include("visits.urls")),
    path("", include("rewards.urls")),
    path("admin/", admin.site.urls),
]
