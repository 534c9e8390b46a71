"""A note may lose the person it names, and no figure changes (L1, P10)."""

from django.db import migrations

from core.operations import MaskOnly


class Migration(migrations.Migration):
    dependencies = [("pricing", "0002_money_only_grows")]

    operations = [
        MaskOnly("pricing_ledgerentry", "note"),
    ]
