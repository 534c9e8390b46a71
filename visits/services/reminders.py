"""The day's list in the morning and what is left in the evening: one message a person (V6).

Whoever leads a team is told of its delays in the same message. The number of queries is the same
for ten people and for a thousand.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Membership
from accounts.services.notifications import Message, notify_each
from units.models import KeyPersonTenure
from visits.models import FollowUp, VisitReport


@dataclass
class Waiting:
    """What waits for one person."""

    due: int = 0
    overdue: int = 0
    birthdays: int = 0
    team_overdue: int = 0
    drafts: int = 0

    def lines(self) -> str:
        """One sentence for each kind, in the language of the moment."""
        said = (
            (self.overdue, _overdue(self.overdue)),
            (self.due, _due(self.due)),
            (self.drafts, _drafts(self.drafts)),
            (self.birthdays, _birthdays(self.birthdays)),
            (self.team_overdue, _team_overdue(self.team_overdue)),
        )
        return "\n".join(text % {"count": count} for count, text in said if count)


@transaction.atomic
def morning_lists_send(*, day: date) -> int:
    """Each member's list and each leader's delays for `day`; returns how many are new."""
    people: dict[int, Waiting] = defaultdict(Waiting)
    _add_follow_ups(people, day, leaders=_leaders(day))
    for owner_id in _birthday_owners(day):
        people[owner_id].birthdays += 1
    return _send(people, "visits.morning", day, _("Your list for today"))


@transaction.atomic
def evening_reminders_send(*, day: date) -> int:
    """Whoever has not done or filed what was due on `day`; returns how many are new."""
    people: dict[int, Waiting] = defaultdict(Waiting)
    _add_follow_ups(people, day, leaders={})
    night = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    drafts = VisitReport.objects.drafts().filter(visited_at__lt=night)
    for owner_id, count in drafts.values_list("owner_id").annotate(n=Count("pk")).order_by():
        people[owner_id].drafts = count
    return _send(people, "visits.evening", day, _("Not filed yet today"))


def _add_follow_ups(people: dict[int, Waiting], day: date, leaders: dict[int, list[int]]) -> None:
    """Count what is due by owner, and by team for those who lead it."""
    rows = (
        FollowUp.objects.due_by(day)
        .values_list("owner_id", "team_id")
        .annotate(late=Count("pk", Q(due_on__lt=day)), now=Count("pk", Q(due_on=day)))
        .order_by()
    )
    for owner_id, team_id, late, now in rows:
        people[owner_id].overdue += late
        people[owner_id].due += now
        for leader_id in leaders.get(team_id, ()):
            if leader_id != owner_id:
                people[leader_id].team_overdue += late


def _leaders(day: date) -> dict[int, list[int]]:
    """Who leads which team on `day`."""
    by_team: dict[int, list[int]] = defaultdict(list)
    leading = Membership.objects.on(day).filter(leader=True)
    for team_id, user_id in leading.values_list("team_id", "user_id"):
        by_team[team_id].append(user_id)
    return by_team


def _birthday_owners(day: date) -> Iterable[int]:
    """Who follows the units whose key person is greeted on `day`, once for each of them (K6)."""
    wanted = Q(contact__birthday__month=day.month, contact__birthday__day=day.day)
    if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
        wanted |= Q(contact__birthday__month=2, contact__birthday__day=29)
    tenures = KeyPersonTenure.objects.filter(
        wanted, ends_on__isnull=True, unit__owner__isnull=False
    )
    counted = Counter(tenures.values_list("unit__owner_id", flat=True))
    return counted.elements()


def _send(people: dict[int, Waiting], kind: str, day: date, title: Promise) -> int:
    url = reverse("today")
    messages = {
        user_id: Message(title, waiting.lines, url)
        for user_id, waiting in people.items()
        if waiting != Waiting()
    }
    return notify_each(kind=kind, key=day.isoformat(), messages=messages)


def _due(count: int) -> str:
    return ngettext(
        "%(count)d follow-up is due today.", "%(count)d follow-ups are due today.", count
    )


def _overdue(count: int) -> str:
    return ngettext("%(count)d follow-up is overdue.", "%(count)d follow-ups are overdue.", count)


def _drafts(count: int) -> str:
    return ngettext(
        "%(count)d visit report is not filed.", "%(count)d visit reports are not filed.", count
    )


def _birthdays(count: int) -> str:
    return ngettext(
        "%(count)d of your key persons has a birthday today.",
        "%(count)d of your key persons have a birthday today.",
        count,
    )


def _team_overdue(count: int) -> str:
    return ngettext(
        "Your team is late with %(count)d follow-up.",
        "Your team is late with %(count)d follow-ups.",
        count,
    )
