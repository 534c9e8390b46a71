"""What imports do by themselves: files are worked by the worker, old rows are thrown away."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import states
from core.importing import services
from core.importing.policies import ImportPolicy
from core.importing.states import DISCARDED, TRANSITIONS
from core.jobs import daily, every_ring
from core.models import ImportBatch, ImportChange, ImportRow
from core.policies import policy_on


@every_ring("core.imports")
def work_imports(now: datetime) -> int:
    """Read, write and undo the files that wait."""
    return services.work_waiting()


@daily("core.sweep_imports", at=lambda day: time(3, 15), label=_("Rows of old imports"))
def sweep_imports(day: date, now: datetime) -> int:
    """Discard what nobody confirmed in time; drop the rows of every file as old (L1).

    What stood in changed records goes once the import can no longer be undone.
    """
    over = ImportBatch.objects.filter(undo_until__lt=timezone.localdate(now))
    ImportChange.objects.filter(batch__in=over).exclude(was={}, now={}).update(was={}, now={})
    kept = timedelta(days=policy_on(ImportPolicy, day).kept_days)
    old = ImportBatch.objects.filter(created_at__lt=now - kept)
    for batch in old.select_for_update().filter(state__in=("checked", "failed", "refused")):
        states.advance(batch, DISCARDED, by=None, transitions=TRANSITIONS)
    finished = old.filter(state__in=("done", "undone", "discarded"))
    return ImportRow.objects.filter(batch__in=finished).delete()[0]
