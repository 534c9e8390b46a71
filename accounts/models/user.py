"""A person who signs in."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.querysets import PeopleQuerySet
from core.abilities import Role


class UserManager(BaseUserManager["User"]):
    """Makes users; passwords are hashed here and nowhere else."""

    def get_queryset(self) -> PeopleQuerySet:
        """The people's own queryset."""
        return PeopleQuerySet(self.model, using=self._db)

    def visible_to(self, user: "User") -> PeopleQuerySet:
        """The people `user` may see."""
        return self.get_queryset().visible_to(user)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A new person; without a password nobody can sign in as them."""
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """An administrator, for `createsuperuser`."""
        return self.create_user(username, password, role=Role.ADMINISTRATOR, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Names are kept in lower case, so `Ann` signs in as `ann`."""
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """One role, any number of projects, teams over time."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("like the device")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    ROLE_CHOICES: ClassVar = [
        (Role.SALES, _("sales")),
        (Role.LEADER, _("team leader")),
        (Role.MANAGER, _("sales manager")),
        (Role.PLANNER, _("planner")),
        (Role.BRAND, _("brand manager")),
        (Role.DIRECTOR, _("marketing director")),
        (Role.HEADOFFICE, _("head office")),
        (Role.FINANCE, _("finance")),
        (Role.COMPLIANCE, _("compliance")),
        (Role.ADMINISTRATOR, _("administrator")),
    ]

    username = models.CharField(_("user name"), max_length=40)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    role = models.CharField(_("role"), max_length=20, choices=ROLE_CHOICES)
    projects = models.ManyToManyField(
        "accounts.Project", blank=True, related_name="people", verbose_name=_("projects")
    )
    language = models.CharField(
        _("language"), max_length=10, blank=True, choices=[("en", "English"), ("zh-hans", "中文")]
    )
    theme = models.CharField(
        _("appearance"), max_length=10, choices=Theme.choices, default=Theme.SYSTEM
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    session_epoch = models.PositiveIntegerField(default=0)
    # Set while the password is one an administrator handed over; it works until then, once.
    initial_until = models.DateTimeField(null=True, blank=True)
    # Pinned and default views as the menu needs them on every page; written by their services.
    shelf = models.JSONField(default=dict, editable=False)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    # The plain initial password, only on the object a service has just returned; never stored.
    initial_password: str = ""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["username"],
                name="accounts_user_username",
                violation_error_message=_("Somebody has this user name. Choose a different one."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """Django and its admin ask this."""
        return self.name

    def get_short_name(self) -> str:
        """Django and its admin ask this."""
        return self.name

    def get_absolute_url(self) -> str:
        """The page where an administrator looks after this person."""
        return reverse("person_detail", args=[self.pk])

    def get_session_auth_hash(self) -> str:
        """Raising `session_epoch` ends every session of this person at once."""
        return f"{super().get_session_auth_hash()}{self.session_epoch}"

    @property
    def is_staff(self) -> bool:
        """The Django admin asks this."""
        return self.is_active and self.role == Role.ADMINISTRATOR

    @property
    def is_superuser(self) -> bool:
        """Nobody is above the rules; the admin site's own models are opened by `has_perm`."""
        return False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Whether this person's role holds the ability `perm`."""
        from accounts.backends import has_ability

        return self.is_active and has_ability(self, perm)

    def has_perms(self, perm_list: list[str], obj: object = None) -> bool:
        """Whether all abilities are held."""
        return all(self.has_perm(perm) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        """The Django admin asks this."""
        return self.is_staff

    @cached_property
    def project_ids(self) -> frozenset[int]:
        """The projects this person works for."""
        return frozenset(self.projects.values_list("pk", flat=True))

    @cached_property
    def team_ids(self) -> frozenset[int]:
        """The teams this person belongs to today."""
        return frozenset(
            self.memberships.on(timezone.localdate()).values_list("team_id", flat=True)
        )
