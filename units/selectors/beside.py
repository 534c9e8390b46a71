"""Two records beside each other: who each is, and field by field what both say (U8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import phones
from core.templatetags.tuoke import day as written_day
from core.templatetags.tuoke import yuan
from core.text import Marked, differences, listed
from units.models import Contact, Unit

# Columns that are chosen together: half a position or half a birthday is none (K6).
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "latitude": ("latitude", "longitude"),
    "birthday": ("birthday", "lunar_birthday"),
}
_LABELS = {"latitude": gettext_lazy("Coordinates")}
_FIGURES = ("latitude", "headcount", "income", "birthday")
_LONG = 22  # characters; more do not fit beside each other on a telephone
_BRACKETS = {"lunar_birthday": "({})"}


@dataclass(frozen=True)
class Line:
    """One field of both, as people read it."""

    name: str
    label: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether there is something to choose."""
        return self.left != self.right

    @property
    def contested(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.left and self.right) and self.differs

    @property
    def long(self) -> bool:
        """Whether it wants more room than half a telephone."""
        return max(len(self.left), len(self.right)) > _LONG

    def take(self, stays: str) -> str:
        """That of the record that stays, unless it says nothing."""
        other = "right" if stays == "left" else "left"
        return other if getattr(self, other) and not getattr(self, stays) else stays

    @property
    def pieces(self) -> tuple[Marked, Marked]:
        """Both texts, marked what the other one has not; of a figure every digit says something."""
        if self.name in _FIGURES:
            return [(self.left, False)], [(self.right, False)]
        return differences(self.left, self.right)


def lines(left: Model, right: Model, names: tuple[str, ...]) -> list[Line]:
    """The fields of both, in their order; what neither says is left out."""
    inner = {name for group in TOGETHER.values() for name in group[1:]}
    found = [
        Line(name, _label(left, name), _said(left, name), _said(right, name))
        for name in names
        if name not in inner
    ]
    return [line for line in found if line.left or line.right]


def _label(record: Model, name: str) -> str:
    if name in _LABELS:
        return str(_LABELS[name])
    return str(capfirst(str(record._meta.get_field(name).verbose_name)))  # type: ignore[union-attr]


def _said(record: Any, name: str) -> str:
    said = [(one, _written(record, one)) for one in TOGETHER.get(name, (name,))]
    joint = ", " if name == "latitude" else " "
    return joint.join(_BRACKETS.get(one, "{}").format(text) for one, text in said if text)


def _written(record: Any, name: str) -> str:
    """One value as the record's own page has it."""
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return listed(Contact.Help(one).label for one in value)
    if name == "mobile":
        return phones.spoken(value)
    if name == "income":
        return yuan(value) if value is not None else ""
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value or "")


# --- who each is ----------------------------------------------------------------------------------


def about(record: Any) -> list[str]:
    """A few words by which one knows which record it is, and which has more behind it."""
    return _of_unit(record) if isinstance(record, Unit) else _of_person(record)


def _of_unit(unit: Unit) -> list[str]:
    visits = ngettext("%(n)d visit", "%(n)d visits", unit.visit_count) % {"n": unit.visit_count}
    contact = _("last contact %(day)s") % {"day": _on(unit.last_contact_at)}
    return [
        str(unit.category),
        _follower(unit),
        f"{visits} · {contact}" if unit.last_contact_at else visits,
        _("entered %(day)s") % {"day": _on(unit.created_at)},
    ]


def _of_person(person: Contact) -> list[str]:
    known = [str(part) for part in (person.position, person.unit) if part]
    return [
        " · ".join(known) or _("of no unit"),
        _follower(person),
        str(person.get_source_display()),
        _("entered %(day)s") % {"day": _on(person.created_at)},
    ]


def _follower(record: Any) -> str:
    if record.owner is None:
        return _("nobody follows it")
    return f"{record.owner} · {record.team or '–'}"


def _on(at: datetime | None) -> str:
    return written_day(timezone.localtime(at)) if at else ""
