"""Each row remembers of which last contact its owner was warned (U7)."""

from datetime import timedelta
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

DAYS = 27  # what the policy says where nobody changed it


def remember(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever is past the day of the warning was warned on it; nobody is told twice."""
    before = timezone.localdate() - timedelta(days=_warning_days(apps))
    units, contacts = apps.get_model("units", "Unit"), apps.get_model("units", "Contact")
    units.objects.filter(owner__isnull=False, idle_since__lt=before).update(
        warned_for=F("idle_since")
    )
    unit = units.objects.filter(pk=OuterRef("unit"), owner=OuterRef("owner"))
    last = Greatest("idle_since", Coalesce(Subquery(unit.values("idle_since")[:1]), "idle_since"))
    alone = contacts.objects.filter(owner__isnull=False).alias(last=last).filter(last__lt=before)
    contacts.objects.filter(pk__in=alone.values("pk")).update(warned_for=last)


def _warning_days(apps: Apps) -> int:
    rows: Any = apps.get_model("core", "PolicyRow").objects
    standing = rows.filter(kind="ownership", valid_from__lte=timezone.localdate())
    row = standing.order_by("-valid_from", "-pk").first()
    return int(row.values.get("warning_days", DAYS)) if row else DAYS


class Migration(migrations.Migration):
    dependencies = [("units", "0021_look_ups_by_file")]
    operations = [
        migrations.AddField(
            "contact", "warned_for", models.DateField(editable=False, null=True)
        ),
        migrations.AddField("unit", "warned_for", models.DateField(editable=False, null=True)),
        migrations.RunPython(remember, migrations.RunPython.noop, elidable=True),
    ]
