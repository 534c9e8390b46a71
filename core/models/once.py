"""Keys of forms that were worked (once only)."""

from django.conf import settings
from django.db import models


class UsedKey(models.Model):
    """A one-time form key, kept with what was asked and what came of it."""

    key = models.UUIDField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=80)
    params_hash = models.CharField(max_length=64)
    result_type = models.CharField(max_length=80, blank=True)
    result_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="core_used_key_once")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.key}"
