"""The money ledger and the history of prices only grow (P5, P10)."""

from django.db import migrations

from core.operations import AppendOnly, MaskOnly


class Migration(migrations.Migration):
    dependencies = [("pricing", "0001_initial")]

    operations = [
        AppendOnly("pricing_ledgerentry"),
        MaskOnly("pricing_ledgerentry", "note"),
        AppendOnly("pricing_pricechange"),
    ]
