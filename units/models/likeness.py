"""The keys by which likely duplicates of a unit are found (U8)."""

from django.db import models

from units.rules.likeness import Kind


class Likeness(models.Model):
    """One key of one unit: written with its name and telephone, read by equality alone."""

    KINDS = tuple((kind.value, kind.name.lower()) for kind in Kind if kind != Kind.PLACE)

    unit = models.ForeignKey("units.Unit", on_delete=models.CASCADE, related_name="likenesses")
    kind = models.CharField(max_length=1, choices=KINDS)
    key = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "key"], name="units_likeness_once")
        ]
        indexes = [models.Index(fields=["key", "unit"], name="units_likeness_key")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind}"
