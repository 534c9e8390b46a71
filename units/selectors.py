"""Reads over several tables: likely duplicates (U8), the timeline's sources (V7), targets (U3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core import phones
from core.errors import DomainError
from core.registry import TimelineEntry
from units.models import (
    Arrival,
    Campaign,
    Contact,
    Evaluation,
    KeyPersonTenure,
    OwnershipChange,
    Registration,
    Target,
    Unit,
    UnitFact,
)
from units.rules import near_name, normalise_name

CANDIDATES = 50


@dataclass(frozen=True)
class Match:
    """A unit that may be the same: its name, whether it is taken, and a link if one may see it."""

    name: str
    url: str
    protected_until: date | None


def likely_same(*, name: str, telephone: str, user: User) -> list[Match]:
    """Units of the person's projects that look like this one, across all owners (U8)."""
    found = [
        unit
        for unit in _candidates(name, telephone, user)
        if near_name(unit.name, name) or (telephone and unit.telephone == telephone)
    ][:5]
    visible = set(
        Unit.objects.visible_to(user)
        .filter(pk__in=[unit.pk for unit in found])
        .values_list("pk", flat=True)
    )
    return [_match(unit, unit.pk in visible) for unit in found]


def _candidates(name: str, telephone: str, user: User) -> Iterable[Unit]:
    """One character off leaves one half of the name whole, so either half finds it."""
    wanted = normalise_name(name)
    half = len(wanted) // 2
    same = Q(telephone=telephone) if telephone else Q()
    if len(wanted) > 1:
        same |= Q(normalised=wanted) | Q(normalised__startswith=wanted[:half])
        same |= Q(normalised__endswith=wanted[half:])
    if not same:
        return []
    return Unit.objects.filter(same, project_id__in=user.project_ids).only(
        "name", "telephone", "owner_id", "protected_until"
    )[:CANDIDATES]


def _match(unit: Unit, visible: bool) -> Match:
    today = timezone.localdate()
    taken = unit.owner_id is not None and (unit.protected_until or today) >= today
    return Match(
        unit.name,
        unit.get_absolute_url() if visible else "",
        unit.protected_until if taken else None,
    )


@dataclass(frozen=True)
class Standing:
    """How a mobile number stands; `until` is None where it is free."""

    until: date | None


def customer_known(*, mobile: str, user: User) -> Standing | None:
    """Whether a mobile number is protected in the person's projects; None if it is no number."""
    try:
        number = phones.normalise_mobile(mobile)
    except DomainError:
        return None
    live = Registration.objects.filter(
        contact__mobile=number,
        project_id__in=user.project_ids,
        live=True,
        protected_until__gte=timezone.localdate(),
    )
    return Standing(live.values_list("protected_until", flat=True).first())


# --- timeline ------------------------------------------------------------------------------


def fact_entries(subject: Any, user: User, limit: int) -> list[TimelineEntry]:
    """What was learned of a unit; changes of one moment are one entry."""
    if not isinstance(subject, Unit):
        return []
    groups: dict[Any, list[UnitFact]] = {}
    for fact in subject.facts.select_related("by")[: limit * 3]:
        groups.setdefault((fact.at, fact.by_id), []).append(fact)
    return [_fact_entry(facts) for facts in list(groups.values())[:limit]]


def fact_label(field: str) -> str:
    """What a field of a unit is called, as a heading."""
    return capfirst(str(Unit._meta.get_field(field).verbose_name))  # type: ignore[union-attr]


def _fact_entry(facts: list[UnitFact]) -> TimelineEntry:
    first = facts[0]
    labels = [fact_label(fact.field) for fact in facts]
    text = ngettext("%(count)d fact, %(source)s", "%(count)d facts, %(source)s", len(facts)) % {
        "count": len(facts),
        "source": first.get_source_display(),
    }
    return TimelineEntry(
        first.at, "facts", text, str(first.by), icon="pencil", detail=", ".join(labels), minor=True
    )


def evaluation_entries(subject: Any, user: User, limit: int) -> list[TimelineEntry]:
    """How a unit was judged."""
    if not isinstance(subject, Unit):
        return []
    return [
        TimelineEntry(row.at, "evaluations", _evaluated(row), str(row.by), icon="clipboard-check")
        for row in subject.evaluations.select_related("by")[:limit]
    ]


def _evaluated(row: Evaluation) -> str:
    return _("Evaluated: grade %(grade)s (strength %(strength)d, sincerity %(sincerity)d)") % {
        "grade": row.grade,
        "strength": row.strength,
        "sincerity": row.sincerity,
    }


def ownership_entries(subject: Any, user: User, limit: int) -> list[TimelineEntry]:
    """Who followed it when."""
    changes = OwnershipChange.objects.select_related("to_owner", "by")
    of = {"unit": subject} if isinstance(subject, Unit) else {"contact": subject}
    return [
        TimelineEntry(
            row.at,
            "ownership",
            _("Followed by %(name)s") % {"name": row.to_owner or "–"},
            str(row.by),
            icon="person-check",
            detail=row.why,
        )
        for row in changes.filter(**of)[:limit]
    ]


def tenure_entries(subject: Any, user: User, limit: int) -> list[TimelineEntry]:
    """Who was key person from when."""
    tenures = KeyPersonTenure.objects.select_related("contact", "named_by")
    of = {"unit": subject} if isinstance(subject, Unit) else {"contact": subject}
    return [
        TimelineEntry(
            _midnight(row.starts_on),
            "key_person",
            _("%(name)s became key person") % {"name": row.contact},
            str(row.named_by),
            url=row.contact.get_absolute_url(),
            icon="key",
        )
        for row in tenures.filter(**of)[:limit]
    ]


def customer_entries(subject: Any, user: User, limit: int) -> list[TimelineEntry]:
    """Registrations and arrivals of a customer, or of a unit's people."""
    of = {"contact__unit": subject} if isinstance(subject, Unit) else {"contact": subject}
    registrations = Registration.objects.filter(**of).select_related("contact", "owner")[:limit]
    arrivals = Arrival.objects.filter(**of).select_related("contact", "owner")[:limit]
    return [
        TimelineEntry(
            row.created_at,
            "customers",
            _("%(name)s was registered") % {"name": row.contact},
            str(row.owner),
            icon="person-plus",
        )
        for row in registrations
    ] + [
        TimelineEntry(
            row.created_at,
            "customers",
            _("%(name)s came to the sales centre") % {"name": row.contact},
            str(row.owner),
            icon="geo-alt",
        )
        for row in arrivals
    ]


def _midnight(day: date) -> Any:
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day))  # type: ignore[attr-defined]


# --- campaign -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """A target against what has happened; `percent` is capped at 100 for the bar."""

    target: Target
    actual: int
    percent: int


def target_progress(campaign: Campaign) -> list[Progress]:
    """Every target of the campaign with its actual figure (U3)."""
    targets = campaign.targets.prefetch_related("categories")
    return [_progress(target, _actual(campaign, target)) for target in targets]


def _progress(target: Target, actual: int) -> Progress:
    return Progress(target, actual, min(100, round(actual * 100 / target.goal)))


def _actual(campaign: Campaign, target: Target) -> int:
    window = (campaign.starts_on, campaign.ends_on)
    if target.kind == Target.Kind.UNITS:
        won = Unit.objects.filter(project=campaign.project_id, first_visit_on__range=window)
        return won.filter(category__in=target.categories.all()).count()
    registered = Registration.objects.filter(
        project=campaign.project_id, registered_on__range=window
    )
    if target.kind == Target.Kind.REGISTRATIONS:
        return registered.count()
    people = registered.values("contact").distinct()
    came = Contact.objects.filter(pk__in=people, arrivals__arrived_on__range=window).distinct()
    return round(came.count() * 100 / (people.count() or 1))
