"""Payments, prints and what was decided on paper only grow (R6, L2, L3)."""

from django.db import migrations

from core.operations import AppendOnly, MaskOnly


class Migration(migrations.Migration):
    dependencies = [("rewards", "0001_initial")]

    operations = [
        AppendOnly("rewards_payment"),
        AppendOnly("rewards_voucherprint"),
        AppendOnly("rewards_acknowledgement"),
        MaskOnly("rewards_acknowledgement", "note"),
        AppendOnly("rewards_decision"),
        MaskOnly("rewards_decision", "basis"),
        AppendOnly("rewards_giftdecision"),
        MaskOnly("rewards_giftdecision", "basis"),
    ]
