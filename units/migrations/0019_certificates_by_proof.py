"""Whoever was ticked as having a certificate gets the proof that says so; a tick is none (P3)."""

from django.apps.registry import Apps
from django.db import migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

BATCH = 2000
NOTE = "Ticked before papers were kept · 登记凭证之前手工勾选"


def prove(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Batch by batch; who entered the person said they had seen it."""
    contacts, proofs = apps.get_model("units", "Contact"), apps.get_model("units", "Proof")
    shown = proofs.objects.filter(kind="certificate", contact=models.OuterRef("pk"))
    ticked = contacts.objects.filter(~models.Exists(shown), certificate=True).order_by("pk")
    while rows := list(ticked[:BATCH]):
        with transaction.atomic():
            proofs.objects.bulk_create(
                proofs(
                    contact=row,
                    unit_id=row.unit_id,
                    kind="certificate",
                    paper="other",
                    seen_on=timezone.localdate(row.created_at),
                    note=NOTE,
                    by_id=row.created_by_id,
                    at=row.created_at,
                )
                for row in rows
            )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("units", "0018_not_same")]
    operations = [
        migrations.AlterField(
            "contact",
            "certificate",
            models.BooleanField(
                default=False, editable=False, verbose_name="valid certificate seen"
            ),
        ),
        migrations.RunPython(prove, migrations.RunPython.noop, elidable=True),
    ]
