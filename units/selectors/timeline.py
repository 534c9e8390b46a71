"""What units and people tell their timeline (V7)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.importing.selectors import named
from core.registry import TimelineEntry
from core.text import listed
from core.timeline import older_than, opening
from units.models import (
    Arrival,
    Evaluation,
    KeyPersonTenure,
    OwnershipChange,
    Registration,
    Unit,
    UnitFact,
)
from units.selectors.merge import records_of


def fact_entries(
    subject: Any, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """What was learned of a unit; changes of one moment are one entry."""
    told = older_than(subject.facts.all(), "at", before)
    moments = list(told.order_by("-at").values_list("at", flat=True).distinct()[:limit])
    if not moments:
        return []
    facts = told.filter(at__gte=moments[-1]).select_related("by")
    groups: dict[Any, list[UnitFact]] = {}
    for fact in facts:
        groups.setdefault((fact.at, fact.by_id), []).append(fact)
    return [_fact_entry(group) for group in groups.values()][:limit]


def fact_label(field: str, model: Any = Unit) -> str:
    """What a field of a unit or a person is called, as a heading."""
    return capfirst(str(model._meta.get_field(field).verbose_name))


def _fact_entry(facts: list[UnitFact]) -> TimelineEntry:
    first = facts[0]
    labels = [fact_label(fact.field) for fact in facts]
    text = ngettext("%(count)d fact, %(source)s", "%(count)d facts, %(source)s", len(facts)) % {
        "count": len(facts),
        "source": first.get_source_display(),
    }
    return TimelineEntry(
        first.at, "facts", text, str(first.by), icon="pencil", detail=listed(labels), minor=True
    )


def evaluation_entries(
    subject: Any, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """How a unit was judged."""
    rows = older_than(subject.evaluations.select_related("by"), "at", before)
    return [
        TimelineEntry(row.at, "evaluations", _evaluated(row), str(row.by), icon="clipboard-check")
        for row in rows[:limit]
    ]


def _evaluated(row: Evaluation) -> str:
    return _("Evaluated: grade %(grade)s (strength %(strength)s, sincerity %(sincerity)s)") % {
        "grade": row.grade,
        "strength": row.strength,
        "sincerity": row.sincerity,
    }


def ownership_entries(
    subject: Any, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """Who followed it when."""
    changes = OwnershipChange.objects.select_related("to_owner", "by")
    records = records_of(subject).values("pk")
    of = {"unit__in": records} if isinstance(subject, Unit) else {"contact__in": records}
    rows = list(older_than(changes.filter(**of), "at", before)[:limit])
    sources = named({row.batch_id for row in rows if row.batch_id}, user)
    return [
        TimelineEntry(
            row.at,
            "ownership",
            _("Followed by %(name)s") % {"name": row.to_owner or "–"},
            str(row.by or ""),
            icon="person-check",
            url=sources[row.batch_id][1] if row.batch_id else "",
            detail=sources[row.batch_id][0] if row.batch_id else row.because,
        )
        for row in rows
    ]


def tenure_entries(
    subject: Any, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """Who was key person from when until when."""
    tenures: QuerySet[Any] = KeyPersonTenure.objects.select_related("contact", "named_by")
    of = {"unit": subject} if isinstance(subject, Unit) else {"contact": subject}
    became, ended = _("%(name)s became key person"), _("%(name)s is key person no more")
    return [
        TimelineEntry(
            _midnight(getattr(row, day)),
            "key_person",
            text % {"name": row.contact},
            str(row.named_by) if day == "starts_on" else "",
            url=row.contact.get_absolute_url() if row.opens else "",
            icon="key",
            detail=row.ended_why if day == "ends_on" else "",
        )
        for day, text in (("ends_on", ended), ("starts_on", became))
        for row in opening(_by_day(tenures.filter(**of), day, before), user, "contact")[:limit]
    ]


def _by_day(tenures: QuerySet[KeyPersonTenure], day: str, before: datetime | None) -> QuerySet[Any]:
    """Those that have the day at all, the newest first."""
    rows = tenures.filter(**{f"{day}__isnull": False}).order_by(f"-{day}", "-pk")
    return rows if before is None else rows.filter(**{f"{day}__lte": _day_begun_before(before)})


def customer_entries(
    subject: Any, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """Registrations and arrivals of a customer, or of a unit's people."""
    registered = _("%(name)s was registered")
    arrived = _("%(name)s came to the sales centre")
    return [
        TimelineEntry(
            row.created_at, "customers", text % {"name": row.contact}, str(row.owner), icon=icon
        )
        for rows, text, icon in (
            (Registration.objects.all(), registered, "person-plus"),
            (Arrival.objects.all(), arrived, "geo-alt"),
        )
        for row in _of_people(rows, subject, before)[:limit]
    ]


def _of_people(rows: QuerySet[Any], subject: Any, before: datetime | None) -> QuerySet[Any]:
    of = {"contact__unit": subject} if isinstance(subject, Unit) else {"contact": subject}
    return older_than(rows.filter(**of).select_related("contact", "owner"), "created_at", before)


def _day_begun_before(moment: datetime) -> date:
    """The last day whose midnight lies before `moment`."""
    return timezone.localdate(moment - timedelta(microseconds=1))


def _midnight(day: date) -> Any:
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day))  # type: ignore[attr-defined]
