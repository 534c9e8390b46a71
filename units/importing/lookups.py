"""What rows of a file name, looked up for a thousand rows at once: units, people, categories."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import phones
from core.among import among
from core.errors import DomainError
from core.importing import ImportKind, day
from core.importing.columns import heading
from units.models import Category, Contact, ErasedNumber, Unit
from units.rules import normalise_name
from units.services.erasure import known_number
from units.services.lookup import file_looked_up

Rows = Iterable[Mapping[str, Any]]
EARLIEST = 1900


class OfAnother(DomainError):
    """Refused, and told thereby that somebody else follows it."""


class Watched(ImportKind):
    """A kind whose preview tells of units and people of others, which is recorded (U6, U8)."""

    def told(self, refusals: Sequence[DomainError], ways: Sequence[str], *, by: User) -> None:
        """As many look-ups as rows that told of others."""
        taken = sum(isinstance(refusal, OfAnother) for refusal in refusals)
        hidden = taken + sum(not way for way in ways)
        file_looked_up(hits=taken + len(ways), hidden=hidden, by=by)


@dataclass(frozen=True)
class Units:
    """The units that rows name, by normalised name; `seen` are the keys one may see (U8)."""

    named: Mapping[str, Unit] = field(default_factory=dict)
    seen: frozenset[int] = frozenset()

    def get(self, name: str) -> Unit | None:
        """The unit of this name, None for an unknown one; another team's is refused."""
        unit = self.named.get(key_of(name))
        if unit is not None and unit.pk not in self.seen:
            raise OfAnother(
                _(
                    "A unit of this name is followed by somebody else. Ask your sales manager if "
                    "you think it is yours."
                )
            )
        return unit

    def one(self, name: str) -> Unit:
        """The unit of this name; an unknown one is refused."""
        unit = self.get(name)
        if unit is None:
            raise DomainError(_("There is no unit of this name. Add it first."), field="unit")
        return unit


def key_of(name: str) -> str:
    """What a unit is found by."""
    return normalise_name(name)[:120]


def units_named(names: Iterable[str], by: User) -> Units:
    """The units of the person's projects with these names; two questions."""
    keys = {key_of(name) for name in names if name}
    if not keys:
        return Units()
    found = Unit.objects.filter(among("normalised", keys), project_id__in=by.project_ids)
    units = {unit.normalised: unit for unit in found.select_related("category", "owner")}
    ids = [unit.pk for unit in units.values()]
    seen = Unit.objects.visible_to(by).filter(among("pk", ids)).values_list("pk", flat=True)
    return Units(units, frozenset(seen))


def categories() -> dict[str, Category]:
    """Every offered category by its names and its code."""
    found: dict[str, Category] = {}
    for one in Category.objects.offered():
        found |= {heading(text): one for text in (one.code, one.name, one.name_zh)}
    return found


@dataclass(frozen=True)
class People:
    """The contacts that rows mean: by mobile number, and by unit and name."""

    by_mobile: Mapping[str, Contact]
    by_name: Mapping[tuple[int | None, str], list[Contact]]
    seen: frozenset[int]
    erased: frozenset[str] = frozenset()  # mobile numbers of people who are erased (L1)

    def get(self, mobile: str, unit: Unit | None, name: str) -> Contact | None:
        """The person meant: of this number, else the only namesake of the unit without one."""
        contact = self.by_mobile.get(mobile) if mobile else None
        if contact is None and unit is not None:
            same = self.by_name.get((unit.pk, name), [])
            free = [one for one in same if not mobile or not one.mobile]
            contact = free[0] if len(free) == 1 else None
        if contact is None:
            self._refuse_erased(mobile)
            return None
        if contact.pk not in self.seen:
            raise OfAnother(
                _("This person is known already and followed by somebody else."), field="mobile"
            )
        if unit is not None and contact.unit_id not in (None, unit.pk):
            raise DomainError(_("This person belongs to another unit."), field="unit")
        return contact

    def _refuse_erased(self, mobile: str) -> None:
        if mobile in self.erased:
            raise DomainError(
                _(
                    "This person's data was erased, so no file brings it back. If they come to us "
                    "again, register them by hand."
                ),
                field="mobile",
            )


def people_meant(rows: Rows, units: Units, by: User) -> People:
    """The people of the person's projects that the rows mean; four questions."""
    mobiles = {row["mobile"] for row in rows if row.get("mobile")}
    inside = Contact.objects.filter(project_id__in=by.project_ids).select_related("unit")
    by_mobile = {one.mobile: one for one in inside.filter(among("mobile", mobiles))}
    ids = [unit.pk for unit in units.named.values()]
    names = {row.get("name", "") for row in rows}
    by_name: dict[tuple[int | None, str], list[Contact]] = {}
    for one in inside.filter(among("unit_id", ids), among("name", names)):
        by_name.setdefault((one.unit_id, one.name), []).append(one)
    found = {one.pk for one in by_mobile.values()}
    found |= {one.pk for same in by_name.values() for one in same}
    seen = Contact.objects.visible_to(by).filter(among("pk", found)).values_list("pk", flat=True)
    return People(by_mobile, by_name, frozenset(seen), _erased(mobiles - {*by_mobile}, by))


def _erased(mobiles: set[str], by: User) -> frozenset[str]:
    """Those that an erased person had (L1)."""
    known = {known_number(mobile): mobile for mobile in mobiles}
    kept = ErasedNumber.objects.filter(among("known", known), project_id__in=by.project_ids)
    return frozenset(known[one] for one in kept.values_list("known", flat=True))


def mobile(text: str) -> str:
    """One spelling of a mobile number (U6)."""
    return phones.normalise_mobile(text.removesuffix(".0"))


def birthday(text: str) -> date:
    """A solar day of birth (K6)."""
    found = day(text)
    if not found.year >= EARLIEST or found > timezone.localdate():
        raise DomainError(_("Nobody living was born on this day. Correct it."))
    return found
