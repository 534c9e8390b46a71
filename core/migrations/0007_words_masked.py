"""A reason may lose the person it names, and nothing else changes (L1, L3)."""

from django.db import migrations

from core.operations import MaskOnly


class Migration(migrations.Migration):
    dependencies = [("core", "0006_longer_types")]

    operations = [
        MaskOnly("core_statechange", "why"),
        MaskOnly("core_reveal", "reason"),
    ]
