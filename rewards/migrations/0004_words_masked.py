"""Words may lose the person they name, and nothing else changes (L1, L3)."""

from django.db import migrations

from core.operations import MaskOnly


class Migration(migrations.Migration):
    dependencies = [("rewards", "0003_gift_decisions")]

    operations = [
        MaskOnly("rewards_acknowledgement", "note"),
        MaskOnly("rewards_decision", "basis"),
        MaskOnly("rewards_giftdecision", "basis"),
    ]
