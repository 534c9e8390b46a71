"""Reads of visits: what waits for somebody today (V6), and a record's timeline (V7)."""

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.abilities import Role
from core.files import pictures_of
from core.registry import Panel, Picture, TimelineEntry, TodayCard
from core.templatetags.tuoke import day as written
from core.timeline import older_than, opening
from units.models import Contact, Unit
from units.search import unit_named
from visits.models import FollowUp, VisitReport
from visits.permissions import FOLLOWUP_VIEW, VISIT_ADD

CARDS = 8


# --- Today ------------------------------------------------------------------------------------


def today_cards(user: User, day: date) -> list[TodayCard]:
    """What `user` owes, the reports not filed, and for a leader what the team is late with."""
    cards: list[TodayCard] = []
    if user.has_perm(FOLLOWUP_VIEW):
        cards += _due_cards(FollowUp.objects.due_by(day).filter(owner=user), day)
        cards += _team_cards(user, day)
    if user.has_perm(VISIT_ADD):
        cards += _draft_cards(user)
    return cards


def _due_cards(due: QuerySet[FollowUp], day: date) -> list[TodayCard]:
    rows = due.select_related("unit", "contact", "opened_by").order_by("due_on", "pk")
    cards = [_due_card(row, day) for row in rows[: CARDS + 1]]
    if len(cards) <= CARDS:
        return cards
    more = due.count() - CARDS
    title = ngettext("%(count)d more follow-up", "%(count)d more follow-ups", more)
    return [*cards[:CARDS], _list_card(title % {"count": more}, "today", more)]


def _due_card(row: FollowUp, day: date) -> TodayCard:
    late = (day - row.due_on).days
    when = (
        ngettext("%(count)d day late", "%(count)d days late", late) % {"count": late}
        if late
        else _("due today")
    )
    return TodayCard(
        title=row.whom,
        text=f"{row.title} · {when}",
        url=reverse("followup_done", args=[row.pk]),
        button=_("Done"),
        icon="telephone",
        urgency=20 - min(late, 15),
        late=late > 0,
    )


def _list_card(title: str, due: str, count: int, *, late: bool = False) -> TodayCard:
    url = f"{reverse('followup_list')}?due={due}"
    return TodayCard(
        title=title,
        text=_("They wait in the list."),
        url=url,
        button=_("Open the list"),
        icon="list-check",
        urgency=25 if late else 60,
        late=late,
        count=count,
        more_url=url,
    )


def _team_cards(user: User, day: date) -> list[TodayCard]:
    """One card for all that the leader's people are late with."""
    if user.role != Role.LEADER:
        return []
    late = FollowUp.objects.visible_to(user).overdue_on(day).exclude(owner=user).count()
    title = ngettext(
        "The team is late with %(count)d follow-up",
        "The team is late with %(count)d follow-ups",
        late,
    )
    if not late:
        return []
    return [_list_card(title % {"count": late}, "overdue", late, late=True)]


def _draft_cards(user: User) -> list[TodayCard]:
    drafts = VisitReport.objects.drafts().filter(owner=user).select_related("unit")
    return [
        TodayCard(
            title=_("Finish the report on %(unit)s") % {"unit": draft.unit},
            text=_("Visited on %(day)s, not filed yet.") % {"day": written(draft.visited_at)},
            url=reverse("visit_edit", args=[draft.pk]),
            button=_("Finish"),
            icon="journal-text",
            urgency=30,
        )
        for draft in drafts.order_by("visited_at", "pk")[:CARDS]
    ]


# --- timeline ---------------------------------------------------------------------------------


def visit_entries(
    subject: Any, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """The filed visits to a unit, or those in which a person was met."""
    visits = VisitReport.objects.submitted().select_related("owner", "unit")
    rows = older_than(visits.filter(**_of(subject, "met_contact")), "visited_at", before)
    if isinstance(subject, Contact):
        rows = rows.visible_to(user)
    visits_told = list(opening(rows, user)[:limit])
    seen = VisitReport.objects.filter(pk__in=[row.pk for row in visits_told if row.opens])
    photos = pictures_of(VisitReport, seen.values("pk"))
    return [_visit_entry(row, photos.get(row.pk, ())) for row in visits_told]


def _visit_entry(row: Any, photos: tuple[Picture, ...] = ()) -> TimelineEntry:
    return TimelineEntry(
        row.visited_at,
        "visits",
        _("Visit no. %(number)d") % {"number": row.number},
        str(row.owner),
        url=row.get_absolute_url() if row.opens else "",
        icon="journal-text",
        detail=row.remarks or row.people_met,
        pictures=photos,
    )


def follow_up_entries(
    subject: Any, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """What was owed to a unit or a person and is done."""
    done = FollowUp.objects.filter(**_of(subject, "contact"), done_at__isnull=False)
    rows = older_than(done.select_related("owner", "opened_by", "closed_by"), "done_at", before)
    return [_follow_up_entry(row) for row in opening(rows, user)[:limit]]


def _follow_up_entry(row: Any) -> TimelineEntry:
    return TimelineEntry(
        row.done_at or row.created_at,
        "follow_ups",
        _("Followed up: %(what)s") % {"what": row.title},
        str(row.owner),
        url=row.get_absolute_url() if row.opens else "",
        icon="telephone",
        detail=row.outcome,
        minor=row.closed_by_id is not None,
    )


def _of(subject: Any, person: str) -> dict[str, Any]:
    return {"unit": subject} if isinstance(subject, Unit) else {person: subject}


def named(keys: set[int], user: User) -> dict[int, tuple[str, str]]:
    """What a unit's facts call the visits they come from (U2, V5)."""
    seen = VisitReport.objects.visible_to(user).filter(pk=OuterRef("pk"))
    visits = VisitReport.objects.filter(pk__in=keys).annotate(seen=Exists(seen)).only("number")
    return {
        row.pk: (
            _("Visit no. %(number)d") % {"number": row.number or 0},
            row.get_absolute_url() if row.seen else "",
        )
        for row in visits
    }


def dealings(contact: Contact, user_id: int, limit: int) -> list[TimelineEntry]:
    """What one person did with a customer or their unit: visits and follow-ups done (U6)."""
    theirs = Q(met_contact=contact)
    owed = Q(contact=contact)
    if contact.unit_id is not None:
        theirs |= Q(unit=contact.unit_id)
        owed |= Q(unit=contact.unit_id, contact=None)
    visits = VisitReport.objects.submitted().filter(theirs, owner=user_id)
    done = FollowUp.objects.filter(owed, owner=user_id, done_at__isnull=False)
    newest = visits.select_related("owner", "unit").order_by("-visited_at", "-pk")
    last = done.select_related("owner", "opened_by", "closed_by").order_by("-done_at", "-pk")
    return [_visit_entry(row) for row in newest[:limit]] + [
        _follow_up_entry(row) for row in last[:limit]
    ]


# --- panel ------------------------------------------------------------------------------------


def follow_up_panel(subject: Any, user: User) -> Panel | None:
    """What is owed to a unit or a person, the next first."""
    if not user.has_perm(FOLLOWUP_VIEW) or getattr(subject, "erased_at", None):
        return None
    rows = FollowUp.objects.open().filter(**_of(subject, "contact"))
    newest = (
        rows.select_related("owner", "opened_by")
        .only("due_on", "subject", "owner__name", "owner__username", "opened_by__number")
        .order_by("due_on", "pk")
    )
    add = "followup_add" if isinstance(subject, Unit) else "contact_followup_add"
    return Panel(
        "visits/_follow_ups.html",
        {
            "rows": list(newest[:5]),
            "today": timezone.localdate(),
            "add_url": reverse(add, args=[subject.pk]),
        },
    )


# --- choosing a unit --------------------------------------------------------------------------

OFFERED = 20


def units_to_visit(units: QuerySet[Unit], text: str, user: User, day: date) -> list[Unit]:
    """The units that fit what was typed; with nothing typed those `user` owes a follow-up."""
    if text:
        return list(_named(units, text).order_by("sound", "pk")[:OFFERED])
    due = FollowUp.objects.due_by(day).filter(owner=user).values("unit")
    first = list(units.filter(pk__in=due).order_by("sound", "pk")[:OFFERED])
    rest = units.filter(owner=user).exclude(pk__in=[unit.pk for unit in first])
    return first + list(rest.order_by("sound", "pk")[: OFFERED - len(first)])


def _named(units: QuerySet[Unit], text: str) -> QuerySet[Unit]:
    """Every word somewhere: in the name, in its pinyin, or as its initials."""
    find = unit_named()
    for word in text.split():
        units = units.filter(find(word))
    return units
