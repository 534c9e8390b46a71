"""Why an import came to nothing is kept in every language, no longer in that of who ran it."""

from typing import Any

from django.conf import settings
from django.db import migrations, models


def keep(apps: Any, schema_editor: Any) -> None:
    """What was kept in one language is said in it to everybody."""
    for batch in apps.get_model("core", "ImportBatch").objects.exclude(failure=""):
        batch.failed = {code: batch.failure for code, _name in settings.LANGUAGES}
        batch.save(update_fields=["failed"])


class Migration(migrations.Migration):
    dependencies = [("core", "0002_guards")]

    operations = [
        migrations.AddField("importbatch", "failed", models.JSONField(default=dict)),
        migrations.RunPython(keep, migrations.RunPython.noop),
        migrations.RemoveField("importbatch", "failure"),
        migrations.RenameField("importbatch", "failed", "failure"),
    ]
