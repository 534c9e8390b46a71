"""The inbox."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Notification(models.Model):
    """One message to one member of staff; `key` keeps a reminder from coming twice.

    `told` is {language: [title, text]}, for who reads in another one than was expected.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    told = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "key"], name="accounts_notification_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["user"],
                condition=models.Q(read_at__isnull=True),
                name="accounts_unread",
            ),
            models.Index(fields=["user", "-created_at"], name="accounts_inbox"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> list[str]:
        """Title and text in the reader's language."""
        words: list[str] = self.told.get(get_language() or "") or [self.title, self.body]
        return words
