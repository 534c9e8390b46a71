"""Numbers without gaps: a counter row, raised in the transaction that uses the number."""

from django.db import transaction
from django.db.models import F

from core.models import Counter


@transaction.atomic
def next_number(kind: str, *, scope: str = "", year: int = 0) -> int:
    """The next number of the series, from 1. A rollback of the caller gives the number back.

    The UPDATE takes the row's lock, so a second caller waits until the first has committed.
    """
    series = Counter.objects.filter(kind=kind, scope=scope, year=year)
    if not series.update(value=F("value") + 1):
        Counter.objects.get_or_create(kind=kind, scope=scope, year=year)
        series.update(value=F("value") + 1)
    return series.values_list("value", flat=True).get()
