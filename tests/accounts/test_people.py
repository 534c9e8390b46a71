"""People come, change and leave; every step is audited (L3)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import DjangoAssertNumQueries

from accounts.models import Membership, Project, Team, User
from accounts.passwords import LengthValidator, WeakPasswordValidator
from accounts.services import people
from accounts.signals import person_left
from core.abilities import Role
from core.commands import execute
from core.errors import DomainError
from core.models import AuditRecord
from tests.accounts.conftest import sign_in

AsUser = Callable[[User], Client]
PAGES = ["person_list", "person_add"]
OWN_PAGES = [
    "person_detail",
    "person_edit",
    "person_team",
    "person_password",
    "person_leave",
    "person_return",
    "person_second_factor",
]


def actions() -> list[str]:
    return list(AuditRecord.objects.order_by("sequence").values_list("action", flat=True))


@pytest.mark.parametrize("name", PAGES + OWN_PAGES)
def test_only_administrators_open_the_pages(
    as_user: AsUser, admin: User, manager: User, ann: User, name: str
) -> None:
    url = reverse(name, args=[ann.pk] if name in OWN_PAGES else [])
    assert as_user(manager).get(url).status_code == 403
    assert as_user(manager).post(url).status_code == 403
    assert Client().get(url)["Location"].startswith(reverse("sign_in"))
    assert as_user(admin).get(url).status_code == 200


def test_the_list_finds_by_name_and_role(
    as_user: AsUser, admin: User, ann: User, fin1: User
) -> None:
    client = as_user(admin)
    page = client.get(reverse("person_list"), {"q": "an", "role": "sales"}).content.decode()
    assert ">Ann<" in page
    assert ">Fin1<" not in page


def test_the_list_costs_the_same_however_many_there_are(
    as_user: AsUser,
    admin: User,
    ann: User,
    bob: User,
    cai: User,
    fin1: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = as_user(admin)
    with django_assert_max_num_queries(4):
        client.get(reverse("person_list"))


def test_a_new_person_gets_an_initial_password_shown_once(
    as_user: AsUser, admin: User, project: Project
) -> None:
    client = as_user(admin)
    form = {
        "username": "Dan",
        "name": "Dan",
        "role": "sales",
        "projects": [project.pk],
        "form_key": str(uuid4()),
    }
    page = client.post(reverse("person_add"), form).content.decode()
    user = User.objects.get(username="dan")
    password = page.split("Initial password</dt><dd>")[1].split(">")[1].split("<")[0]
    assert user.check_password(password)
    again = client.post(reverse("person_add"), form).content.decode()
    assert password not in again
    assert "shown already" in again
    assert User.objects.filter(username="dan").count() == 1
    fresh = Client()
    assert sign_in(fresh, "dan", password).status_code == 302
    assert fresh.get(reverse("inbox"))["Location"].startswith(reverse("password_change"))
    assert actions() == ["accounts.user.added"]


def test_initial_passwords_pass_the_houses_own_rules() -> None:
    for _ in range(200):
        password = people.new_password()
        LengthValidator().validate(password)
        WeakPasswordValidator().validate(password)


@pytest.mark.parametrize(
    "fields",
    [{"username": "ANN"}, {"username": ""}, {"name": ""}, {"role": "king"}, {"projects": ["99"]}],
)
def test_a_bad_new_person_is_refused_and_keeps_what_was_typed(
    as_user: AsUser, admin: User, ann: User, fields: dict[str, Any]
) -> None:
    form = {"username": "dan", "name": "Dan Typed", "role": "sales", **fields}
    response = as_user(admin).post(reverse("person_add"), form)
    assert response.status_code == 422
    if "name" not in fields:
        assert b"Dan Typed" in response.content
    assert not User.objects.filter(username="dan").exists()


def test_role_and_projects_change_at_once(as_user: AsUser, admin: User, ann: User) -> None:
    form = {"name": "Ann Li", "role": "leader", "projects": [], "version": ann.version}
    response = as_user(admin).post(reverse("person_edit", args=[ann.pk]), form)
    assert response.status_code == 302
    ann = User.objects.get(pk=ann.pk)
    assert (ann.name, ann.role, ann.project_ids) == ("Ann Li", Role.LEADER, frozenset())
    record = AuditRecord.objects.get(action="accounts.user.edited")
    assert record.data["was"]["role"] == "sales"
    assert "Ann" not in str(record.data)


def test_two_editors_do_not_overwrite_each_other(as_user: AsUser, admin: User, ann: User) -> None:
    form = {"name": "First", "role": "sales", "version": ann.version}
    url = reverse("person_edit", args=[ann.pk])
    assert as_user(admin).post(url, form).status_code == 302
    assert as_user(admin).post(url, {**form, "name": "Second"}).status_code == 422
    assert User.objects.get(pk=ann.pk).name == "First"


def test_a_forgotten_password_is_replaced_and_the_sessions_end(
    as_user: AsUser, admin: User, ann: User
) -> None:
    session = as_user(ann)
    page = as_user(admin).post(reverse("person_password", args=[ann.pk])).content.decode()
    ann.refresh_from_db()
    assert ann.initial_until
    assert "Initial password</dt>" in page
    assert session.get(reverse("me"))["Location"].startswith(reverse("sign_in"))


def test_a_person_is_put_into_a_team(as_user: AsUser, admin: User, ann: User, team2: Team) -> None:
    form = {"team": team2.pk, "starts_on": "2026-01-01"}
    url = reverse("person_team", args=[ann.pk])
    assert as_user(admin).post(url, form).status_code == 302
    assert ann.memberships.on(date(2026, 1, 1)).get().team == team2
    detail = as_user(admin).get(reverse("person_detail", args=[ann.pk])).content.decode()
    assert "Team 2" in detail
    assert "2025-12-31" in detail


@pytest.mark.parametrize("fields", [{"starts_on": "2008-13-40"}, {"team": "999"}, {"team": ""}])
def test_a_bad_team_form_changes_nothing(
    as_user: AsUser, admin: User, ann: User, team2: Team, fields: dict[str, str]
) -> None:
    form = {"team": team2.pk, "starts_on": "2026-01-01", **fields}
    response = as_user(admin).post(reverse("person_team", args=[ann.pk]), form)
    assert response.status_code == 422
    assert ann.memberships.count() == 1


def test_leaving_ends_everything_at_once(as_user: AsUser, admin: User, ann: User) -> None:
    session = as_user(ann)
    TOTPDevice.objects.create(user=ann, name="TOTP")
    heard: list[User] = []

    def listen(user: User, **_: Any) -> None:
        heard.append(user)

    person_left.connect(listen)
    today = timezone.localdate()
    try:
        response = as_user(admin).post(
            reverse("person_leave", args=[ann.pk]), {"last_day": str(today), "sure": "on"}
        )
    finally:
        person_left.disconnect(listen)
    assert response.status_code == 302
    ann.refresh_from_db()
    assert (ann.is_active, ann.left_on, ann.has_usable_password()) == (False, today, False)
    assert not TOTPDevice.objects.exists()
    assert Membership.objects.get(user=ann).ends_on == today
    assert heard == [ann]
    assert session.get(reverse("me"))["Location"].startswith(reverse("sign_in"))
    assert actions() == ["accounts.user.left"]


def test_leaving_needs_the_tick(as_user: AsUser, admin: User, ann: User) -> None:
    form = {"last_day": str(timezone.localdate())}
    assert as_user(admin).post(reverse("person_leave", args=[ann.pk]), form).status_code == 422
    ann.refresh_from_db()
    assert ann.is_active


def test_a_membership_that_had_not_begun_is_dropped(admin: User, ann: User, team2: Team) -> None:
    today = timezone.localdate()
    Membership.objects.filter(user=ann).update(ends_on=today)
    Membership.objects.create(user=ann, team=team2, starts_on=today + timedelta(days=1))
    execute(people.person_leave, by=admin, user_id=ann.pk)
    assert Membership.objects.get(user=ann).ends_on == today
    assert "accounts.membership.dropped" in actions()


@pytest.mark.parametrize("service", [people.person_leave, people.person_password])
def test_nobody_does_it_to_themselves(admin: User, service: Callable[..., User]) -> None:
    with pytest.raises(DomainError):
        execute(service, by=admin, user_id=admin.pk)


def test_the_last_administrator_stays(admin: User, project: Project) -> None:
    other = User.objects.create_user("root", role=Role.ADMINISTRATOR, name="Root")
    execute(people.person_leave, by=admin, user_id=other.pk)
    with pytest.raises(DomainError):
        execute(people.person_leave, by=other, user_id=admin.pk)
    with pytest.raises(DomainError):
        execute(
            people.person_edit,
            by=other,
            user_id=admin.pk,
            version=0,
            name="x",
            role=Role.SALES,
            projects=[],
        )


def test_who_left_may_come_back_with_an_initial_password(
    as_user: AsUser, admin: User, ann: User
) -> None:
    execute(people.person_leave, by=admin, user_id=ann.pk)
    page = as_user(admin).post(reverse("person_return", args=[ann.pk])).content.decode()
    ann.refresh_from_db()
    assert "Initial password</dt>" in page
    assert ann.is_active
    assert ann.initial_until
    assert not ann.memberships.on(timezone.localdate() + timedelta(days=1)).exists()


@pytest.mark.races
def test_two_administrators_do_not_remove_each_other(
    race: Callable[[int, Callable[[int], object]], list[object]], admin: User
) -> None:
    other = User.objects.create_user("root", role=Role.ADMINISTRATOR, name="Root")
    pairs = [(admin, other), (other, admin)]
    race(
        2,
        lambda n: execute(people.person_leave, by=pairs[n][0], user_id=pairs[n][1].pk),
    )
    left = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    assert left.count() == 1


def test_colleagues_one_may_choose_from(
    ann: User, bob: User, cai: User, manager: User, admin: User, fin1: User
) -> None:
    elsewhere = User.objects.create_user("far", role=Role.SALES, name="Far")
    assert set(User.objects.visible_to(ann)) == {ann, bob}
    assert set(User.objects.visible_to(manager)) == {ann, bob, cai, manager, admin, fin1}
    assert elsewhere in User.objects.visible_to(admin)
