"""The audit trail, changes of states and looks at hidden numbers only grow (L3, L1)."""

from django.db import migrations

from core.operations import AppendOnly, MaskOnly


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        AppendOnly("core_auditrecord"),
        AppendOnly("core_statechange"),
        MaskOnly("core_statechange", "why"),
        AppendOnly("core_reveal"),
        MaskOnly("core_reveal", "reason"),
    ]
