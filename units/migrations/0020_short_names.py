"""Units are found by their short names, too: as written, by sound and initials (U8)."""

from django.apps.registry import Apps
from django.db import migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from core.trigram import TrigramIndex
from units.rules.likeness import Kind, likeness_keys
from units.search import short_spelled

BATCH = 2000


def spell(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Batch by batch, each in a transaction of its own."""
    units, likeness = apps.get_model("units", "Unit"), apps.get_model("units", "Likeness")
    last = 0
    while rows := list(
        units.objects.filter(pk__gt=last)
        .exclude(short_name="")
        .order_by("pk")
        .only("name", "short_name")[:BATCH]
    ):
        for row in rows:
            row.short_spelled = short_spelled(row.short_name)
        keys = [
            likeness(unit_id=row.pk, kind=key.kind.value, key=key.value)
            for row in rows
            for key in likeness_keys(row.name, "", row.short_name)
            if key.kind == Kind.SHORT
        ]
        with transaction.atomic():
            units.objects.bulk_update(rows, ["short_spelled"], batch_size=500)
            likeness.objects.bulk_create(keys, ignore_conflicts=True)
        last = rows[-1].pk


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("units", "0019_certificates_by_proof")]
    operations = [
        migrations.AddField(
            "unit",
            "short_spelled",
            models.CharField(default="", editable=False, max_length=400),
        ),
        migrations.AlterField(
            "likeness",
            "kind",
            models.CharField(
                choices=[
                    ("n", "name"),
                    ("t", "telephone"),
                    ("s", "sound"),
                    ("v", "near"),
                    ("b", "short"),
                ],
                max_length=1,
            ),
        ),
        migrations.RunPython(spell, migrations.RunPython.noop, elidable=True),
        TrigramIndex("units_unit", "short_spelled"),
    ]
