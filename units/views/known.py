"""What is known of a unit and of a person, row by row, as their pages show it (U2, K2)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import phones
from core.pages import Fact, Stands
from core.personal.registry import shown_name
from core.templatetags.tuoke import yuan
from units import permissions
from units.models import Contact, Unit
from units.selectors.facts import Change, group_of, newest_changes
from units.selectors.timeline import fact_label

# Rows of a unit under their headings; "place" stands for both coordinates.
GROUPS = (
    (
        gettext_lazy("The unit"),
        ("name", "short_name", "category", "parent", "telephone", "industry", "address", "place"),
    ),
    (
        gettext_lazy("Its people"),
        (
            "headcount",
            "income",
            "office",
            "living",
            "self_build_soon",
            "self_build",
            "cars",
            "people_flow",
            "location",
        ),
    ),
    (
        gettext_lazy("Promotion and activities"),
        (
            "activities",
            "notice_channels",
            "promotion_place",
            "promotion_method",
            "assembly",
            "remarks",
        ),
    ),
)
ROWS: Mapping[str, tuple[str, ...]] = {"place": ("latitude", "longitude")}
# "born" is the birthday on both calendars (K6).
PERSON = ("name", "position", "role", "mobile", "born", "official", "certificate")

Groups = list[tuple[Any, list[Fact]]]


class UnitRows:
    """The rows of one unit for one reader; what they come from is asked once."""

    def __init__(self, unit: Unit, user: Any) -> None:
        self.unit, self.user = unit, user
        self.changes: Mapping[str, Change] = newest_changes(unit, user)
        self.may_edit = user.has_perm(permissions.UNIT_EDIT)

    def groups(self) -> tuple[Groups, list[Fact]]:
        """What is known under its headings, and apart what is not known yet."""
        drawn = [(title, [self.row(name) for name in names]) for title, names in GROUPS]
        unknown = [fact for _title, facts in drawn for fact in facts if fact.empty]
        known = [(title, [fact for fact in facts if not fact.empty]) for title, facts in drawn]
        return [(title, facts) for title, facts in known if facts], unknown

    def row(self, name: str) -> Fact:
        """One row."""
        value, url = self._shown(name)
        label = _("Coordinates") if name == "place" else fact_label(name)
        edit = f"{reverse('unit_edit', args=[self.unit.pk])}?only={name}" if self.may_edit else ""
        known = value not in (None, "")
        return Fact(label, value, url, edit_url=edit, stands=self._stands(name) if known else None)

    def _shown(self, name: str) -> tuple[Any, str]:
        unit = self.unit
        if name == "place":
            known = unit.latitude is not None and unit.longitude is not None
            return (f"{unit.latitude:f}, {unit.longitude:f}" if known else "", "")
        if name == "parent":
            return group_of(unit, self.user)
        if name == "telephone":
            return unit.telephone, f"tel:{unit.telephone}" if unit.telephone else ""
        return written(unit, name), ""

    def _stands(self, name: str) -> Stands:
        """Where it comes from; what never changed was entered with the unit."""
        changes = [self.changes[one] for one in ROWS.get(name, (name,)) if one in self.changes]
        if not changes:
            return Stands(_("entered"), self.unit.created_at, str(self.unit.created_by))
        last = max(changes, key=lambda change: change.at)
        past = f"{reverse('unit_facts', args=[self.unit.pk])}?row={name}"
        return Stands(last.source, last.at, last.by, last.url, past)


def written(row: Any, name: str) -> Any:
    """A fact as it is read; empty where it is not known."""
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    if name == "income":
        return yuan(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "born":
        return str(value)
    if name == "name":
        return shown_name(value)
    if name == "mobile":
        return phones.spoken(value)
    if row._meta.get_field(name).choices:
        return getattr(row, f"get_{name}_display")()
    return f"{value:,}" if name == "headcount" else value


def person_rows(contact: Contact, user: Any, names: Iterable[str] = PERSON) -> list[Fact]:
    """What is known of a person, each row edited by who may."""
    return [person_row(contact, user, name) for name in names]


def person_row(contact: Contact, user: Any, name: str) -> Fact:
    """One row of a person."""
    # A certificate is no row to edit: proofs say so (P3).
    may = user.has_perm(permissions.CONTACT_ADD) and name != "certificate"
    may = may and contact.erased_at is None
    edit = f"{reverse('contact_edit', args=[contact.pk])}?only={name}" if may else ""
    value = written(contact, name)
    url = f"tel:{contact.mobile}" if name == "mobile" and value else ""
    label = fact_label("birthday" if name == "born" else name, Contact)
    return Fact(label, value, url, edit_url=edit)
