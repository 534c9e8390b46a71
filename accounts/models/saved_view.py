"""Saved views of lists: private, or a team's."""

from django.conf import settings
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.querysets import SavedViewQuerySet
from core.addresses import closed_url


class SavedView(models.Model):
    """A list's filters, order and way of showing under a name; `query` as in the address."""

    list_name = models.CharField(_("list"), max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_views",
        verbose_name=_("made by"),
    )
    team = models.ForeignKey(
        "accounts.Team",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="saved_views",
        verbose_name=_("for the team"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list_name", "name"],
                name="accounts_view_name",
                violation_error_message=_("You have a view of this name. Choose another one."),
            )
        ]
        indexes = [models.Index(fields=["team", "list_name"], name="accounts_view_team")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where the list leads: to the view itself."""
        return closed_url(self.address)

    @property
    def address(self) -> str:
        """The list as the view shows it; closed (core.addresses) before it leads anywhere."""
        asked = f"{self.query}&" if self.query else ""
        try:
            return f"{reverse(self.list_name)}?{asked}view={self.pk}"
        except NoReverseMatch:  # the list is gone since; there one can delete the view
            return reverse("saved_view_list")


class ViewUse(models.Model):
    """Who has a view in the menu, and for whom it opens first."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="view_uses"
    )
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="uses")
    list_name = models.CharField(max_length=60)
    pinned = models.BooleanField(default=False)
    default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "view"], name="accounts_view_use_once"),
            models.UniqueConstraint(
                fields=["user", "list_name"],
                condition=models.Q(default=True),
                name="accounts_view_one_default",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}:{self.view_id}"
