"""What pages show of merges: what was merged, what an undo gives back, where an address leads."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import merging as moving
from core.policies import policy_on
from core.registry import Panel, TimelineEntry
from core.templatetags.tuoke import day as written_day
from units.models import Merge, Unit
from units.permissions import UNIT_MERGE
from units.policies import MergePolicy
from units.selectors.pairs import alike


def survivor_of(model: Any, pk: int, user: User) -> Any:
    """Where the address of a record leads that became part of another; None if nowhere."""
    gone = model.everything.filter(pk=pk, merged_into__isnull=False)
    return model.objects.visible_to(user).filter(merged__in=gone).first()


def records_of(subject: Any) -> QuerySet[Any]:
    """The record and those that became part of it: what only grows still names them."""
    rows: QuerySet[Any] = type(subject).everything.filter(
        Q(pk=subject.pk) | Q(merged_into=subject.pk)
    )
    return rows


def merge_panel(subject: Any, user: User) -> Panel | None:
    """What was made part of the record, for who could take it back."""
    if not user.has_perm(UNIT_MERGE):
        return None
    merges = [(merge, undo_until(merge)) for merge in _merges(subject).unsettled()[:5]]
    return Panel("units/_merges.html", {"merges": merges}) if merges else None


def alike_panel(subject: Any, user: User) -> Panel | None:
    """The records that may be this one, each with where both are compared, for who may merge."""
    if not user.has_perm(UNIT_MERGE):
        return None
    url = reverse(f"{subject._meta.model_name}_merge", args=[subject.pk])
    found = [(one, f"{url}?other={one.pk}") for one in alike(subject, user)]
    return Panel("units/_alike.html", {"alike": found}) if found else None


def merge_entries(
    subject: Any, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """Merges of the record and their undoing."""
    entries = []
    for merge in _merges(subject):
        entries.append(_entry(merge.at, _("Merged with %(name)s"), merge, merge.by))
        if merge.undone_at:
            text = _("The merge with %(name)s was undone")
            entries.append(_entry(merge.undone_at, text, merge, merge.undone_by))
    entries = [entry for entry in entries if before is None or entry.at < before]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]


def _entry(at: datetime, text: str, merge: Merge, by: User) -> TimelineEntry:
    return TimelineEntry(
        at, "merges", text % {"name": merge.gone}, str(by), icon="layers", detail=merge.why
    )


def _merges(subject: Any) -> Any:
    of = {"unit": subject} if isinstance(subject, Unit) else {"contact": subject}
    related = ("by", "undone_by", "unit_gone", "contact_gone")
    return Merge.objects.filter(**of).select_related(*related).order_by("-at", "-pk")


def undo_until(merge: Merge) -> datetime:
    """The moment up to which it can be undone."""
    days = policy_on(MergePolicy, timezone.localdate(merge.at)).undo_days
    return merge.at + timedelta(days=days)


def undo_summary(merge: Merge, moved: Mapping[str, list[int]]) -> list[tuple[str, str]]:
    """What an undo would give back, table by table."""
    going = moving.labelled(type(merge.survivor), moved)
    back = [f"{label} {count}" for label, count in going]
    return [
        (_("Stays"), str(merge.survivor)),
        (_("Stands for itself again"), str(merge.gone)),
        (_("Goes back to it"), " · ".join(back) or _("only what it says itself")),
        (_("Merged"), f"{written_day(timezone.localtime(merge.at))} · {merge.by}"),
        (_("Can be undone until"), written_day(timezone.localtime(undo_until(merge)))),
    ]


def merged_words(merge: Merge) -> str:
    """What is said once it is done: which one it is now, and how long it can be undone."""
    words = {"gone": merge.gone, "name": merge.survivor}
    text = _("%(gone)s is part of %(name)s now. You can undo it until %(day)s.")
    return text % {**words, "day": written_day(timezone.localtime(undo_until(merge)))}
