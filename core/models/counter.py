"""One row per series of numbers."""

from django.db import models


class Counter(models.Model):
    """The last number given out in a series (kind, scope, year)."""

    kind = models.CharField(max_length=40)
    scope = models.CharField(max_length=40, blank=True, default="")
    year = models.PositiveIntegerField(default=0)
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "scope", "year"], name="core_counter_series")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.scope} {self.year}: {self.value}"
