"""People by the initials of their names; units by their whole names, 集团 and 公司 as well."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from core import sound
from units.search import doubled

BATCH = 2000


def spell(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Batch by batch, each in a transaction of its own: nobody waits for three hundred thousand."""
    for name, spelled in (("Unit", _unit), ("Contact", _person)):
        _all(apps.get_model("units", name), spelled)


def _all(model: Any, spelled: Any) -> None:
    last, columns = 0, ["name", "doubled"]
    columns += ["initials"] if spelled is _person else []
    while rows := list(
        model.objects.filter(pk__gt=last).order_by("pk").only(*columns)[:BATCH]
    ):
        changed = [row for row in rows if spelled(row)]
        with transaction.atomic():
            model.objects.bulk_update(changed, columns[1:], batch_size=500)
        last = rows[-1].pk


def _unit(row: Any) -> bool:
    was, row.doubled = row.doubled, doubled(row.name)
    return bool(was != row.doubled)


def _person(row: Any) -> bool:
    was = row.doubled, row.initials
    row.doubled = doubled(row.name)
    row.initials = sound.initials(row.name, person=True)[:60]
    return was != (row.doubled, row.initials)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("units", "0008_contact_initials")]
    operations = [migrations.RunPython(spell, migrations.RunPython.noop, elidable=True)]
