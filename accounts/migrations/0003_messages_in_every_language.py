"""A message is kept in every language: who reads it may not use the one that was expected."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_guards")]

    operations = [migrations.AddField("notification", "told", models.JSONField(default=dict))]
