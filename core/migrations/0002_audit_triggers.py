"""The audit trail, the changes of states and the looks at hidden numbers only grow (L3, L1)."""

from django.db import migrations

from core.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        AppendOnly("core_auditrecord"),
        AppendOnly("core_statechange"),
        AppendOnly("core_reveal"),
    ]
