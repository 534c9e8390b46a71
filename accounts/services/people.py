"""People come, change and leave; every step is audited (L3)."""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Project, User
from accounts.services import memberships
from accounts.services.second_factor import remove_devices
from accounts.signals import person_left
from core import audit, versions
from core.abilities import Role
from core.errors import DomainError

INITIAL_DAYS = 7
# Without what is read wrongly from paper: 0 and O, 1, l and I.
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@transaction.atomic
def person_add(
    *, username: str, name: str, role: str, projects: Iterable[Project], by: User
) -> User:
    """A new person with an initial password, on the object returned as `.initial_password`.

    It is kept nowhere else, works for a week and has to be changed at the first sign-in.
    """
    user = User(username=username.strip().lower(), name=name, role=role)
    _give_initial_password(user)
    _insert(user)
    user.projects.set(projects)
    audit.record("accounts.user.added", user, by=by, role=role, projects=_ids(projects))
    return user


@transaction.atomic
def person_edit(  # noqa: PLR0913 - the fields of one form
    *, user_id: int, version: int, name: str, role: str, projects: Iterable[Project], by: User
) -> User:
    """Change name, role and projects. The last administrator stays one."""
    user = _locked(user_id)
    versions.check(user, version)
    if role != user.role:
        _check_not_self(user, by)
        _check_administrator_remains(user)
    was = {"role": user.role, "projects": _ids(user.projects.all())}
    user.name, user.role = name, role
    user.save(update_fields=["name", "role", versions.bump(user)])
    user.projects.set(projects)
    audit.record("accounts.user.edited", user, by=by, was=was, role=role, projects=_ids(projects))
    return user


@transaction.atomic
def person_password(*, user_id: int, by: User) -> User:
    """A fresh initial password (`.initial_password`) for who forgot theirs; ends their sessions."""
    user = _locked(user_id)
    _check_not_self(user, by)
    _check_active(user)
    _give_initial_password(user)
    user.session_epoch += 1
    user.save(update_fields=["password", "initial_until", "session_epoch"])
    audit.record("accounts.user.password_given", user, by=by)
    return user


@transaction.atomic
def person_leave(*, user_id: int, by: User, last_day: date | None = None) -> User:
    """End everything at once: sign-in, sessions, memberships, second factor.

    `last_day` (default today) is the last day in the team; sign-in ends now in any case.
    """
    user = _locked(user_id)
    _check_not_self(user, by)
    _check_active(user)
    _check_administrator_remains(user)
    day = last_day or timezone.localdate()
    user.is_active, user.left_on, user.initial_until = False, day, None
    user.session_epoch += 1
    user.set_unusable_password()
    user.save(update_fields=["is_active", "left_on", "initial_until", "session_epoch", "password"])
    ended = memberships.end_all(user, day, by=by)
    devices = remove_devices(user)
    audit.record("accounts.user.left", user, by=by, day=day, memberships=ended, devices=devices)
    person_left.send(sender=User, user=user, by=by, day=day)
    return user


@transaction.atomic
def person_return(*, user_id: int, by: User) -> User:
    """Let somebody who left sign in again, with an initial password and in no team."""
    user = _locked(user_id)
    if user.is_active:
        raise DomainError(_("This person has not left. Reload the page."))
    user.is_active, user.left_on = True, None
    _give_initial_password(user)
    user.save(update_fields=["is_active", "left_on", "password", "initial_until"])
    audit.record("accounts.user.returned", user, by=by)
    return user


def new_password() -> str:
    """Sixteen characters in groups of four, easy to read out: 80 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _give_initial_password(user: User) -> None:
    password = new_password()
    user.set_password(password)
    user.initial_until = timezone.now() + timedelta(days=INITIAL_DAYS)
    user.initial_password = password


def _insert(user: User) -> None:
    """The constraint decides who has a name; its sentence goes to the field."""
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError(
            _("Somebody has this user name. Choose a different one."), field="username"
        ) from error


def _locked(user_id: int) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user_id)


def _check_not_self(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise DomainError(_("Ask another administrator: nobody does this to themselves."))


def _check_active(user: User) -> None:
    if not user.is_active:
        raise DomainError(_("This person has left already. Reload the page."))


def _check_administrator_remains(user: User) -> None:
    """Locks every administrator, in order, so that two cannot remove each other at once."""
    if user.role != Role.ADMINISTRATOR:
        return
    locked = User.objects.select_for_update(no_key=True).order_by("pk")
    others = locked.filter(role=Role.ADMINISTRATOR, is_active=True)
    if not set(others.values_list("pk", flat=True)) - {user.pk}:
        raise DomainError(_("This is the last administrator. Name another one first."))


def _ids(projects: Iterable[Project]) -> list[int]:
    return sorted(project.pk for project in projects)
