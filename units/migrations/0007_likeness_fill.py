"""The units there are get the keys by which likely duplicates are found (U8)."""

from django.db import migrations

from units.rules.likeness import likeness_keys

BATCH = 1000


def fill(apps, schema_editor):
    """In batches; whoever enters a unit meanwhile writes its keys themselves."""
    unit_model = apps.get_model("units", "Unit")
    likeness = apps.get_model("units", "Likeness")
    rows = unit_model.objects.order_by("pk").values_list("pk", "name", "telephone")
    found = []
    for pk, name, telephone in rows.iterator(chunk_size=BATCH):
        keys = likeness_keys(name, telephone)
        found += [likeness(unit_id=pk, kind=key.kind.value, key=key.value) for key in keys]
        if len(found) >= BATCH:
            likeness.objects.bulk_create(found, ignore_conflicts=True)
            found = []
    likeness.objects.bulk_create(found, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("units", "0006_likeness_lookups")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
