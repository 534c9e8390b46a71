"""What reports and follow-ups want when two units become one (V4, V6, U5)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.merging import Care, Pair, none_stays, register_care, register_refusal
from units.services import visits_counted
from visits.models import FollowUp, VisitReport

_ASIDE = 1_000_000  # above every number, while two units' reports are put into one row


def register() -> None:
    """Called once, when the house opens."""
    register_care(
        "visits.VisitReport.unit",
        Care(staying=none_stays, before=_put_aside, after=_renumber, follows={"team": _all}),
    )
    register_care("visits.FollowUp.unit", Care(follows={"owner": _open, "team": _all}))
    register_refusal("units.unit", _drafts)


def _all(rows: QuerySet[Any], pair: Pair) -> QuerySet[Any]:
    return rows


def _open(rows: QuerySet[Any], pair: Pair) -> QuerySet[Any]:
    """What is owed is owed by whoever follows the unit; what was done stays theirs who did it."""
    if pair.survivor.owner_id is None:
        return rows.none()
    return rows.filter(pk__in=FollowUp.objects.open().values("pk"))


def _drafts(pair: Pair) -> Iterator[str]:
    """One has one draft a unit; two would have to become one report."""
    drafts = VisitReport.objects.drafts()
    both = drafts.filter(unit=pair.loser.pk).filter(
        owner__in=drafts.filter(unit=pair.survivor.pk).values("owner")
    )
    for draft in both.select_related("owner"):
        yield _(
            "%(name)s is writing a report on both. File one of them or throw it away first."
        ) % {"name": draft.owner}


def _put_aside(source: Any, target: Any, keys: Sequence[int]) -> None:
    """No number is there twice while the reports change the unit."""
    VisitReport.objects.filter(pk__in=keys, number__isnull=False).update(
        number=F("number") + _ASIDE
    )


def _renumber(source: Any, target: Any, keys: Sequence[int]) -> None:
    """Each unit's visits are numbered as they were filed, and it knows how many there are (V4)."""
    for unit in (source, target):
        reports = VisitReport.objects.submitted().filter(unit=unit.pk)
        rows = list(reports.order_by("submitted_at", "number", "pk").only("number", "visited_at"))
        changed = [row for place, row in enumerate(rows, start=1) if row.number != place]
        if changed:
            reports.filter(number__lt=_ASIDE).update(number=F("number") + 2 * _ASIDE)
            for place, row in enumerate(rows, start=1):
                row.number = place
            VisitReport.objects.bulk_update(rows, ["number"], batch_size=500)
        days = [timezone.localdate(row.visited_at) for row in rows]
        visits_counted(unit_id=unit.pk, count=len(rows), first_on=min(days, default=None))
