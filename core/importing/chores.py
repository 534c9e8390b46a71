"""What imports do by themselves: long files are written by the worker, old rows are thrown away."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from core import states
from core.importing import services
from core.importing.states import DISCARDED, TRANSITIONS
from core.jobs import daily, every_ring
from core.models import ImportBatch, ImportRow

KEPT = timedelta(days=30)


@every_ring("core.imports")
def write_imports(now: datetime) -> int:
    """Write the files that were confirmed."""
    return services.work_confirmed()


@daily("core.sweep_imports", at=lambda day: time(3, 15), label=_("Rows of old imports"))
def sweep_imports(day: date, now: datetime) -> int:
    """Discard what nobody confirmed for a month; drop the rows of every file as old (L1)."""
    old = ImportBatch.objects.filter(created_at__lt=now - KEPT)
    for batch in old.select_for_update().filter(state__in=("checked", "failed")):
        states.advance(batch, DISCARDED, by=None, transitions=TRANSITIONS)
    finished = old.filter(state__in=("done", "discarded"))
    return ImportRow.objects.filter(batch__in=finished).delete()[0]
