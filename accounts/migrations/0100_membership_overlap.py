"""Nobody is in two teams on one day: the database refuses it, whatever the code does.

PostgreSQL has an exclusion constraint. SQLite has none, so two triggers say the same; mind that
Django makes a table anew to alter it there, and triggers go with the old one: a migration that
alters `accounts_membership` ends with `guard` again (tests/accounts/test_memberships.py looks).
"""

from django.db import migrations

POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    ALTER TABLE accounts_membership ADD CONSTRAINT accounts_membership_overlap
    EXCLUDE USING gist (user_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&)
    """,
)
TRIGGER = """
    CREATE TRIGGER accounts_membership_overlap_{when} BEFORE {event} ON accounts_membership
    WHEN EXISTS (
        SELECT 1 FROM accounts_membership AS other
        WHERE other.user_id = NEW.user_id AND other.id IS NOT NEW.id
        AND other.starts_on <= COALESCE(NEW.ends_on, '9999-12-31')
        AND COALESCE(other.ends_on, '9999-12-31') >= NEW.starts_on
    )
    BEGIN SELECT RAISE(ABORT, 'accounts_membership_overlap'); END
"""
SQLITE = (
    TRIGGER.format(when="insert", event="INSERT"),
    TRIGGER.format(when="update", event="UPDATE"),
)


def guard(apps, schema_editor):
    """Put the rule into the database."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    """Take it out again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE accounts_membership DROP CONSTRAINT accounts_membership_overlap"
        )
        return
    for when in ("insert", "update"):
        schema_editor.execute(f"DROP TRIGGER accounts_membership_overlap_{when}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard, elidable=False)]
