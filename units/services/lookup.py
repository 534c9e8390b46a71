"""Look-ups of what is taken, each recorded so that fishing is seen (U6, U8)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.notifications import notify
from core import crypto, phones
from core.abilities import Role
from core.policies import policy_on
from units.models import LookUp, LookUpDay
from units.policies import DuplicatePolicy
from units.rules import normalise_name, telephone_key
from units.rules.likeness import SHORTEST
from units.selectors.customer import Standing, customer_known
from units.selectors.same import Match, Question, likely_same


@dataclass(frozen=True)
class _Asked:
    """What is kept of a question: nothing from which a number or a place can be read."""

    kind: str
    name: str = ""
    number: str = ""
    placed: bool = False


@transaction.atomic
def unit_look_up(*, question: Question, by: User) -> list[Match]:
    """Likely duplicates of a unit, and the record that somebody asked."""
    name = normalise_name(question.name)[:120]
    asked = _Asked(
        LookUp.Kind.UNIT,
        name if len(name) >= SHORTEST else "",
        _hashed(telephone_key(question.telephone)),
        question.place is not None,
    )
    matches = likely_same(question, by)
    if asked.name or asked.number or asked.placed:
        hidden = sum(match.hidden for match in matches)
        _record(asked, len(matches), hidden, by)
    return matches


@transaction.atomic
def person_look_up(*, mobile: str, by: User) -> Standing | None:
    """How a mobile number stands, and the record that somebody asked; None if it is no number."""
    standing = customer_known(mobile=mobile, user=by)
    if standing is not None:
        number = _hashed(phones.normalise_mobile(mobile))
        hits = int(standing.known)
        _record(_Asked(LookUp.Kind.PERSON, number=number), hits, int(standing.hidden), by)
    return standing


@transaction.atomic
def desk_looked_up(*, digits: str, hits: int, hidden: int, by: User) -> None:
    """The record that the sales centre's desk asked for the end of a number."""
    _record(_Asked(LookUp.Kind.PERSON, number=_hashed(f"desk:{digits}")), hits, hidden, by)


@transaction.atomic
def file_looked_up(*, hits: int, hidden: int, by: User) -> None:
    """The record of what the preview of a file told: each row about others is one look-up (U6)."""
    if not hidden:
        return
    now = timezone.now()
    day = _locked_day(by, now)
    LookUp.objects.create(day=day, by=by, kind=LookUp.Kind.FILE, hits=hits, hidden=hidden, at=now)
    _add(day, hidden, hits, hidden)
    _tell(day, policy_on(DuplicatePolicy, timezone.localdate(now)), by)


@transaction.atomic
def look_ups_remove(*, day: datetime) -> int:
    """Forget what is older than the policy keeps; returns how many look-ups."""
    policy = policy_on(DuplicatePolicy, timezone.localdate(day))
    before = timezone.localdate(day) - timedelta(days=policy.keep_days)
    gone = LookUp.objects.filter(day__day__lt=before).delete()[0]
    LookUpDay.objects.filter(day__lt=before).delete()
    return gone


def _hashed(number: str) -> str:
    return crypto.lookup_hash(f"look-up:{number}") if number else ""


def _record(asked: _Asked, hits: int, hidden: int, by: User) -> None:
    now = timezone.now()
    policy = policy_on(DuplicatePolicy, timezone.localdate(now))
    day = _locked_day(by, now)
    last = day.look_ups.filter(at__gte=now - timedelta(seconds=policy.typing_seconds)).first()
    if last is not None and _goes_on(last, asked):
        _typed_on(last, asked, max(hits - last.hits, 0), max(hidden - last.hidden, 0), now)
        return
    LookUp.objects.create(
        day=day,
        by=by,
        kind=asked.kind,
        name=asked.name,
        number=asked.number,
        placed=asked.placed,
        hits=hits,
        hidden=hidden,
        at=now,
    )
    _add(day, 1, hits, hidden)
    _tell(day, policy, by)


def _locked_day(by: User, now: datetime) -> LookUpDay:
    """The person's day under its lock, so that two windows of one person count one by one."""
    today = timezone.localdate(now)
    LookUpDay.objects.get_or_create(by=by, day=today)
    day: LookUpDay = LookUpDay.objects.select_for_update(of=("self",)).get(by=by, day=today)
    return day


def _goes_on(last: LookUp, asked: _Asked) -> bool:
    """Whether it is the last question with more, or less, of it typed.

    Only what grows replaces what is kept: who takes a name back letter by letter and types another
    one has asked twice.
    """
    number = not (asked.number and last.number) or asked.number == last.number
    name = asked.name.startswith(last.name) or last.name.startswith(asked.name)
    return asked.kind == last.kind == LookUp.Kind.UNIT and number and name and _shares(last, asked)


def _shares(last: LookUp, asked: _Asked) -> bool:
    """Something has to be the same, or a name after a lone number would be no new question."""
    return bool(
        (asked.name and last.name) or (asked.number and last.number) or last.placed or asked.placed
    )


def _typed_on(last: LookUp, asked: _Asked, hits: int, hidden: int, now: datetime) -> None:
    last.name = max(last.name, asked.name, key=len)
    last.number = asked.number or last.number
    last.placed = last.placed or asked.placed
    last.hits, last.hidden, last.at = last.hits + hits, last.hidden + hidden, now
    last.save(update_fields=["name", "number", "placed", "hits", "hidden", "at"])
    if hits or hidden:
        _add(last.day, 0, hits, hidden)


def _add(day: LookUpDay, count: int, hits: int, hidden: int) -> None:
    LookUpDay.objects.filter(pk=day.pk).update(
        count=F("count") + count, hits=F("hits") + hits, hidden=F("hidden") + hidden
    )
    day.count += count


def _tell(day: LookUpDay, policy: DuplicatePolicy, by: User) -> None:
    """Managers and compliance of the projects, once a person and day."""
    if day.count <= policy.look_ups_a_day or day.told_at is not None:
        return
    day.told_at, day.most = timezone.now(), policy.look_ups_a_day
    day.save(update_fields=["told_at", "most"])
    watchers = User.objects.filter(
        role__in=(Role.MANAGER, Role.COMPLIANCE), projects__in=by.project_ids
    ).exclude(pk=by.pk)
    notify(
        user_ids=set(watchers.values_list("pk", flat=True)),
        kind="units.lookups",
        key=f"{by.pk}:{day.day}",
        title=lambda: _("%(name)s looks up more than usual") % {"name": by},
        body=lambda: (
            _("More than %(count)d look-ups on %(day)s.")
            % {"count": policy.look_ups_a_day, "day": day.day}
        ),
        url=reverse("lookup_detail", args=[day.pk]),
        by=by,
    )
