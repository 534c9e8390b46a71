"""Units: list, record, entry with duplicates shown while typing, correction."""

from dataclasses import replace
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.pages import (
    Board,
    Button,
    CreatePage,
    DetailPage,
    Empty,
    Face,
    Fact,
    InlineEditPage,
    ListPage,
)
from core.pages.dialog import dialog_of
from core.policies import policy_on
from units import permissions
from units.filters.unit import UnitFilter
from units.forms.unit import UnitAddForm, UnitEditForm
from units.models import Unit
from units.policies import OwnershipPolicy
from units.selectors.facts import branches_of, changes_of
from units.selectors.members import members_of
from units.selectors.timeline import fact_label
from units.services import unit_add_with_person, unit_edit
from units.services.unit import FACTS
from units.tables.unit import UnitTable, run_out
from units.views.duplicates import UNITS_ALIKE
from units.views.known import ROWS, UnitRows, person_row
from units.views.merge import LeadsOn
from units.views.same import TAKEN

FACE = Face("name", ("category", "last_contact_at", "owner"), late=run_out)


class UnitList(ListPage):
    """Client units."""

    model = Unit
    permission = permissions.UNIT_VIEW
    table_class = UnitTable
    filterset_class = UnitFilter
    title = _("Units")
    buttons = (
        TAKEN,
        UNITS_ALIKE,
        Button(_("New unit"), "unit_add", "plus-lg", permissions.UNIT_ADD, primary=True),
    )
    boards = (Board("grade", _("by grade"), FACE, nothing=_("not judged yet")),)
    cards = replace(FACE, pill="grade")
    empty = Empty(
        _("No units yet"),
        _("Add the first organisation you want to win."),
        "unit_add",
        _("New unit"),
        permissions.UNIT_ADD,
    )


class UnitDetail(LeadsOn, DetailPage):
    """One unit: what happened in the middle, what is known at the side."""

    model = Unit
    permission = permissions.UNIT_VIEW
    template_name = "units/unit_detail.html"
    tells = True
    buttons = (
        Button(
            _("Record visit"), "visit_start", "journal-plus", "visits.visit_add", True, "post", True
        ),
        Button(
            _("Evaluate"), "unit_evaluate", "clipboard-check", permissions.UNIT_EVALUATE, own=True
        ),
        Button(_("Key person"), "key_person_name", "key", permissions.KEY_PERSON_NAME, own=True),
        Button(_("Edit"), "unit_edit", "pencil", permissions.UNIT_EDIT, own=True),
        Button(_("Merge"), "unit_merge", "layers", permissions.UNIT_MERGE, own=True),
    )

    def queryset(self) -> Any:
        """With what the page shows of other tables."""
        one = ("category", "owner", "team", "created_by", "roster")
        return super().queryset().select_related(*one)

    def subtitle(self, subject: Unit) -> str:
        """Its kind and who follows it."""
        return f"{subject.category} · {subject.owner or '–'} · {subject.team or '–'}"

    def pill(self, subject: Unit) -> tuple[Any, str] | None:
        """The grade."""
        return (subject.grade, subject.grade) if subject.grade else None

    def facts(self, subject: Unit) -> list[tuple[Any, list[Fact]]]:
        """Ownership; what is known stands below the people."""
        return [(_("Following"), _following(subject))]

    def context(self, subject: Unit) -> dict[str, Any]:
        """People, what is known and what not, branches, and the panels of other apps."""
        known, unknown = UnitRows(subject, self.user).groups()
        people, more = members_of(subject)
        branches, count = branches_of(subject, self.user)
        return {
            "people": [(one, since, person_row(one, self.user, "role")) for one, since in people],
            "more_people": more,
            "known": known,
            "unknown": unknown,
            "branches": branches,
            "branch_count": count,
        }


def _following(unit: Unit) -> list[Fact]:
    today = timezone.localdate()
    days = (unit.protected_until - today).days if unit.protected_until else None
    near = policy_on(OwnershipPolicy, today).near_days
    return [
        Fact(_("Followed by"), unit.owner),
        Fact(_("Team"), unit.team),
        Fact(_("Last contact"), unit.last_contact_at and timezone.localdate(unit.last_contact_at)),
        Fact(_("Protected until"), unit.protected_until),
        Fact(
            _("Days left"),
            max(days, 0) if days is not None else None,
            css="late" if days is not None and days <= near else "",
        ),
        Fact(_("Visits"), unit.visit_count),
    ]


class UnitAdd(CreatePage):
    """A new unit with its key person, on a telephone."""

    model = Unit
    permission = permissions.UNIT_ADD
    form_class = UnitAddForm
    service = staticmethod(unit_add_with_person)
    title = _("New unit")
    done = _("The unit is added and yours to follow.")
    template_name = "units/unit_add.html"
    called: ClassVar = {"mobile": "person_mobile", "birthday": "person_born"}

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """The name may come from a search that found nothing."""
        return {"initial": {"name": self.asked("q", 120)}}

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """The unit's facts and, apart, the person's."""
        prefix = "person_"
        person = {k.removeprefix(prefix): v for k, v in form.cleaned_data.items() if prefix in k}
        facts = {k: v for k, v in form.cleaned_data.items() if prefix not in k}
        return {"facts": facts, "person": person}

    def back_url(self, subject: Any) -> str:
        """The list."""
        return reverse("unit_list")


class UnitEdit(InlineEditPage):
    """All facts of a unit, or one of them where it stands."""

    rows = ROWS
    reloads = frozenset({"name", "category"})  # they stand in the page's head

    model = Unit
    permission = permissions.UNIT_EDIT
    form_class = UnitEditForm
    service = staticmethod(unit_edit)
    title = _("Edit the unit")

    def form_kwargs(self, subject: Unit) -> dict[str, Any]:
        """With the units one may choose as its group."""
        return {**super().form_kwargs(subject), "user": self.user}

    def fact(self, subject: Unit) -> Fact:
        """The row as it is now."""
        return UnitRows(subject, self.user).row(self.only)

    def params(self, form: Any, subject: Unit) -> dict[str, Any]:
        """The version apart from the facts."""
        facts = dict(form.cleaned_data)
        return {"unit_id": subject.pk, "version": facts.pop("version"), "facts": facts}


class UnitFacts(DetailPage):
    """What a row of facts was before, each time with where it came from (U2)."""

    model = Unit
    permission = permissions.UNIT_VIEW
    template_name = "units/unit_facts.html"

    def heading(self, subject: Unit) -> str:
        """Which fact."""
        name = self.asked("row", 40)
        if name in ROWS:
            return gettext("Coordinates")
        return fact_label(name) if name in FACTS else gettext("What was known before")

    def subtitle(self, subject: Unit) -> str:
        """Of which unit."""
        return subject.name

    def context(self, subject: Unit) -> dict[str, Any]:
        """The changes, newest first."""
        name, dialog = self.asked("row", 40), dialog_of(self.request)
        fields = [one for one in ROWS.get(name, (name,)) if one in FACTS]
        changes = changes_of(subject, fields, self.user)
        return {
            "changes": [(fact_label(change.field), change) for change in changes],
            "one": len(fields) == 1,
            "dialog": dialog,
            "frame": "core/_dialog.html" if dialog else "base.html",
        }
