"""Reading rosters: what a unit's page shows, and whether somebody belongs to a unit (P3)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from core.registry import Panel
from core.text import fold_width
from units.models import Roster, RosterEntry, Unit
from units.permissions import UNIT_EDIT


@dataclass(frozen=True)
class Size:
    """How many people a roster tells of, and whether it names them."""

    count: int
    listed: bool


def size_of(roster: Roster) -> Size:
    """The list's length, else the number that was told."""
    listed = roster.entries.count()
    return Size(listed or roster.count or 0, bool(listed))


def names_of(unit: Unit) -> QuerySet[RosterEntry]:
    """The names on a unit's list."""
    return RosterEntry.objects.filter(roster__unit=unit)


def on_roster(unit: Unit, *, name: str, last_four: str = "") -> bool | None:
    """Whether the unit's list has this person; None where there is no list to tell by.

    Where both sides know the last four of the identity card, they must agree.
    """
    entries = RosterEntry.objects.filter(roster__unit=unit)
    wanted = fold_width(name).strip()
    found = list(entries.filter(name=wanted).values_list("last_four", flat=True))
    if not found:
        return False if entries.exists() else None
    return any(not known or not last_four or known == last_four.upper() for known in found)


def roster_panel(subject: Model, user: Any) -> Panel | None:
    """The box on a unit's page, which brings the roster along."""
    if not isinstance(subject, Unit):
        return None
    roster: Roster | None = getattr(subject, "roster", None)
    may = user.has_perm(UNIT_EDIT)
    if roster is None and not may:
        return None
    context = {
        "roster": roster,
        "size": size_of(roster) if roster else None,
        "url": reverse("roster_detail", args=[subject.pk]),
        "import_url": reverse("import_add", args=["roster"]) if may else "",
        "count_url": reverse("roster_count", args=[subject.pk]) if may else "",
    }
    return Panel("units/_roster_panel.html", context)


def owned_panel(subject: Model, user: Any) -> Panel | None:
    """The homes an owner has, on the person's page."""
    homes = list(subject.owned_homes.all()[:20])  # type: ignore[attr-defined]
    return Panel("units/_owned_panel.html", {"homes": homes}) if homes else None
