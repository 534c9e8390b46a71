"""What the worker does for exports: write those that wait, delete old files (L1)."""

from datetime import date, datetime, time

from django.utils.translation import gettext_lazy as _

from core import files
from core.exports import writing
from core.exports.services import export_expire
from core.exports.states import DONE
from core.jobs import daily, every_ring
from core.models import ExportDraft, ExportRecord


@every_ring("core.exports")
def write_exports(now: datetime) -> int:
    """Write the lists that were asked for."""
    return writing.work_waiting(now)


@daily("core.expire_exports", at=lambda day: time(3, 20), label=_("Files of old exports"))
def expire_exports(day: date, now: datetime) -> int:
    """Delete files whose days are over, and those no record knows."""
    over = ExportRecord.objects.filter(state=DONE, expires_at__lt=now)
    for record in over:
        export_expire(export_id=record.pk, by=None)
    known = set(ExportRecord.objects.exclude(stored="").values_list("stored", flat=True))
    known.update(
        name for parts in ExportDraft.objects.values_list("parts", flat=True) for name in parts
    )
    return len(over) + files.sweep_folder(writing.FOLDER, known, now)
