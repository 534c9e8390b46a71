"""The Django admin: projects and teams are edited here, people are only looked at.

What changes people goes through the pages of accounts, whose services check and audit.
"""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from accounts.models import Membership, Project, Team, User
from core import audit


class Kept:
    """Nothing is deleted here."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class ReadOnly(Kept):
    """Nothing is added or changed either."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class Audited(Kept):
    """Saving writes the audit trail in the same transaction."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save and record which fields were touched."""
        with transaction.atomic():
            obj.save()
            action = f"{obj._meta.label_lower}.{'edited' if change else 'added'}"
            audit.record(action, obj, by=request.user, fields=form.changed_data)


@admin.register(Project)
class ProjectAdmin(Audited, admin.ModelAdmin[Project]):
    """Housing developments."""

    list_display = ("name", "code", "address")
    fields = ("name", "code", "address", "latitude", "longitude")
    search_fields = ("name", "code")


@admin.register(Team)
class TeamAdmin(Audited, admin.ModelAdmin[Team]):
    """Teams of a project."""

    list_display = ("name", "project", "area", "outreach")
    list_select_related = ("project",)
    fields = ("project", "name", "area", "outreach")


@admin.register(User)
class UserAdmin(ReadOnly, admin.ModelAdmin[User]):
    """People, without a word about their passwords."""

    view_on_site = False
    list_display = ("username", "name", "role", "is_active", "left_on")
    list_filter = ("role", "is_active")
    search_fields = ("username", "name")
    fields = (
        "username",
        "name",
        "role",
        "projects",
        "language",
        "is_active",
        "left_on",
        "last_login",
        "created_at",
    )


@admin.register(Membership)
class MembershipAdmin(ReadOnly, admin.ModelAdmin[Membership]):
    """Who was in which team when."""

    list_display = ("user", "team", "leader", "starts_on", "ends_on")
    list_select_related = ("user", "team")
    list_filter = ("team",)
