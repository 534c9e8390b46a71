"""How long rows without a purpose of their own are kept (L1): apps register their periods.

    register_period(Period("visits.discarded", _("Reports thrown away"), days, rows))

A nightly job deletes what is older; the page and `manage.py retention` show the same beforehand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.files import attachment_remove, attachments_of
from core.importing.policies import ImportPolicy
from core.jobs import daily
from core.models import ImportRow, UsedKey
from core.personal.policies import RetentionPolicy
from core.personal.registry import Text
from core.policies import policy_on

CHUNK = 500


@dataclass(frozen=True)
class Period:
    """`days` of the policy on a day; `rows` older than a moment; files of the rows go with them.

    `going`: what else goes with a chunk of rows, in their transaction.
    """

    name: str
    label: Text
    days: Callable[[date], int]
    rows: Callable[[datetime], QuerySet[Any]]
    going: Callable[[list[Any]], object] | None = None

    def due(self, now: datetime) -> QuerySet[Any]:
        """What would go now."""
        return self.rows(now - timedelta(days=self.days(timezone.localdate(now))))


_periods: dict[str, Period] = {}


def register_period(period: Period) -> Period:
    """Declare one."""
    _periods[period.name] = period
    return period


def all_periods() -> list[Period]:
    """Every period, by name."""
    return sorted(_periods.values(), key=lambda period: period.name)


@daily("core.retention", at=lambda day: time(3, 20), label=_("Rows nobody needs any more"))
def forget_rows(day: date, now: datetime) -> int:
    """Delete what is older than its period; doing it twice does no harm."""
    return sum(_forget(period, now) for period in all_periods())


def _forget(period: Period, now: datetime) -> int:
    gone = 0
    while rows := list(period.due(now).order_by("pk")[:CHUNK]):
        for row in rows:
            for kept in attachments_of(row):
                attachment_remove(attachment_id=kept.pk, by=None)
        if period.going is not None:
            period.going(rows)
        keys = [row.pk for row in rows]
        type(rows[0])._base_manager.filter(pk__in=keys).delete()
        gone += len(keys)
    return gone


register_period(
    Period(
        "core.import_rows",
        _("Rows of imported files"),
        lambda day: policy_on(ImportPolicy, day).kept_days,
        lambda before: ImportRow.objects.filter(
            batch__created_at__lt=before, batch__state__in=("done", "undone", "discarded")
        ),
    )
)
register_period(
    Period(
        "core.used_keys",
        _("One-time keys of forms"),
        lambda day: policy_on(RetentionPolicy, day).key_days,
        lambda before: UsedKey.objects.filter(at__lt=before),
    )
)
