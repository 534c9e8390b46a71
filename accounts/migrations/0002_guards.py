"""Nobody is in two teams on one day: the database refuses it, whatever the code does."""

from django.db import migrations

from core.no_overlap import NoOverlap


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        NoOverlap("accounts_membership", "user_id", last_included=True),
    ]
