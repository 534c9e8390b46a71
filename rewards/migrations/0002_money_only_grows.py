"""Payments, prints and what was decided on paper only grow (R6, L2, L3)."""

from django.db import migrations

from core.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("rewards", "0001_initial")]

    operations = [
        AppendOnly("rewards_payment"),
        AppendOnly("rewards_voucherprint"),
        AppendOnly("rewards_decision"),
        AppendOnly("rewards_acknowledgement"),
    ]
