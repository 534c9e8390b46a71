"""The Django admin: administrators only, and nothing there goes past the services."""

from collections.abc import Callable

import pytest
from django.contrib import admin as django_admin
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Project, User
from core.models import AuditRecord

AsUser = Callable[[User], Client]


def test_only_administrators_come_in(
    as_user: AsUser, admin: User, manager: User, director: User
) -> None:
    url = reverse("admin:index")
    assert as_user(admin).get(url).status_code == 200
    for client in (as_user(manager), as_user(director), Client()):
        assert client.get(url).status_code == 302


def test_it_asks_for_the_second_factor_too(
    as_user: AsUser, admin: User, settings: Settings
) -> None:
    settings.REQUIRE_TOTP = True
    response = as_user(admin).get(reverse("admin:index"))
    assert response["Location"].startswith(reverse("second_factor_setup"))


def test_no_device_is_shown_with_its_secret() -> None:
    labels = {model._meta.app_label for model in django_admin.site._registry}
    assert labels == {"accounts", "axes"}


@pytest.mark.parametrize("model", ["user", "membership"])
def test_people_are_only_looked_at(as_user: AsUser, admin: User, ann: User, model: str) -> None:
    client = as_user(admin)
    assert client.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:accounts_{model}_add")).status_code == 403
    row = ann if model == "user" else ann.memberships.get()
    url = reverse(f"admin:accounts_{model}_change", args=[row.pk])
    page = client.get(url)
    assert page.status_code == 200
    assert ann.password.encode() not in page.content
    assert client.post(url, {"username": "mallory"}).status_code == 403


def test_a_project_saved_there_is_audited(as_user: AsUser, admin: User, project: Project) -> None:
    url = reverse("admin:accounts_project_change", args=[project.pk])
    form = {"name": "Shangge II", "code": "shangge", "address": ""}
    assert as_user(admin).post(url, form).status_code == 302
    record = AuditRecord.objects.get()
    assert (record.action, record.data["fields"]) == ("accounts.project.edited", ["name"])


def test_nothing_is_deleted_there(as_user: AsUser, admin: User, project: Project) -> None:
    url = reverse("admin:accounts_project_delete", args=[project.pk])
    assert as_user(admin).post(url, {"post": "yes"}).status_code == 403
