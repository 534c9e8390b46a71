"""When a merge becomes final (U8): after the policy's days, or because the person was erased."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from units.models import Contact, Merge, MergeStep
from units.selectors.merge import undo_until


@transaction.atomic
def merges_end(contact: Contact) -> None:
    """Nobody parts the records of an erased person again; what was kept for it goes (L1)."""
    rows = Merge.objects.unsettled().select_for_update(of=("self",))
    for merge in rows.filter(contact=contact).order_by("pk"):
        _settle(merge, timezone.now())


@transaction.atomic
def merges_settle(*, now: datetime) -> int:
    """Make final what the days to undo have passed for; gives back how many."""
    rows = Merge.objects.unsettled().select_for_update(of=("self",), skip_locked=True)
    over = [merge for merge in rows.order_by("at", "pk") if now > undo_until(merge)]
    for merge in over:
        _settle(merge, now)
    return len(over)


def _settle(merge: Merge, now: datetime) -> None:
    merge.before, merge.after, merge.settled_at = {}, {}, now
    merge.save(update_fields=["before", "after", "settled_at"])
    MergeStep.objects.filter(merge=merge).delete()
