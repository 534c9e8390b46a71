"""Import of rosters: the people of units as lists of names, or only how many (U9, P3)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.errors import DomainError
from core.importing import Column, Plan, Undo, Wrote, differences, of_field, whole
from core.text import fold_width
from units.importing.lookups import Units, Watched, key_of, units_named
from units.importing.units import both
from units.models import Roster, RosterEntry
from units.permissions import UNIT_EDIT
from units.services import roster as services

MOST_PEOPLE = 10_000_000
_LAST_FOUR = re.compile(r"\d{3}[\dX]", re.ASCII)


def _count(text: str) -> int:
    number = whole(text)
    if not 0 < number <= MOST_PEOPLE:
        raise DomainError(_("No unit has so many people."))
    return number


def _last_four(text: str) -> str:
    found = fold_width(text).upper()[-4:]
    if not _LAST_FOUR.fullmatch(found):
        raise DomainError(_("Four signs, such as 002X."))
    return found


@dataclass(frozen=True)
class Known:
    """What the rows of a chunk need."""

    units: Units
    rosters: dict[int, Roster]
    listed: frozenset[int]
    entries: dict[tuple[int, str, str], RosterEntry]


class RosterImport(Watched):
    """Who belongs to a unit, as the unit says."""

    name, label, ability = "roster", gettext_lazy("Rosters of units"), UNIT_EDIT
    help = gettext_lazy(
        "The people of a unit, one a row; or one row with how many they are. Later it proves that "
        "a buyer belongs to the unit. Only the last four signs of the identity card are kept."
    )
    needs_source = True
    columns = (
        Column(
            "unit",
            gettext_lazy("unit"),
            required=True,
            aliases=("单位", "单位名称", "所属单位", "工作单位", "company"),
            help=gettext_lazy("The name of a unit you see."),
            examples=("泉州商会", "泉州商会"),
        ),
        of_field(
            RosterEntry,
            "name",
            aliases=("姓名", "员工姓名", "职工姓名", "人员"),
            examples=("陈国华", "林美玲"),
        ),
        Column(
            "last_four",
            gettext_lazy("last four of the identity card"),
            _last_four,
            aliases=("身份证后四位", "身份证末四位", "证件后四位", "后四位"),
            help=gettext_lazy("Tells namesakes apart; of a whole number only the end is kept."),
            examples=("002X", "1237"),
        ),
        of_field(
            RosterEntry, "position", aliases=("职务", "职位", "岗位", "部门"), examples=("会计",)
        ),
        Column(
            "count",
            gettext_lazy("how many people"),
            _count,
            aliases=("人数", "总人数", "在册人数"),
            help=gettext_lazy("In a row without a name."),
        ),
    )
    undo = (
        Undo(RosterEntry, services.entries_remove, services.entries_set_back),
        Undo(Roster, services.rosters_remove, services.rosters_set_back),
    )

    def known(self, rows: Sequence[dict[str, Any]], *, by: User) -> Known:
        """The units, their rosters, and who of the rows stands on one."""
        units = units_named((row["unit"] for row in rows), by)
        found = Roster.objects.filter(unit__in=[one.pk for one in units.named.values()])
        rosters = {one.unit_id: one for one in found}
        entries = RosterEntry.objects.filter(roster__unit__in=rosters)
        named = entries.filter(name__in={row["name"] for row in rows if "name" in row})
        listed = entries.values_list("roster__unit_id", flat=True).distinct()
        by_name = {
            (one.roster.unit_id, one.name, one.last_four): one
            for one in named.select_related("roster")
        }
        return Known(units, rosters, frozenset(listed), by_name)

    def key(self, values: dict[str, Any]) -> str:
        """One row a person, or one a unit."""
        person = f"{values.get('name', '')}|{values.get('last_four', '')}"
        return f"{key_of(values['unit'])}|{person}"

    def plan(self, number: int, values: dict[str, Any], known: Known) -> Plan:
        """A name or a count, new or changed."""
        unit = known.units.one(values["unit"])
        if ("name" in values) == ("count" in values):
            raise DomainError(_("Give a name, or in a row of its own how many people there are."))
        if "count" in values:
            if unit.pk in known.listed:
                raise DomainError(_("This unit has a list of names already."), field="count")
            target: Any = known.rosters.get(unit.pk)
            facts = {"count": values["count"]}
        else:
            target = known.entries.get((unit.pk, values["name"], values.get("last_four", "")))
            facts = {"position": values.get("position", "")}
        changes = differences(target, facts) if target is not None else {}
        return Plan(number, values, target, changes, {"unit": unit, **facts})

    def write(self, plans: Sequence[Plan], *, by: User, batch: Any) -> list[Wrote]:
        """A roster for each unit; then counts and names."""
        units = {plan.facts["unit"].pk: plan for plan in plans}
        opened, made = services.rosters_open(
            units=[plan.facts["unit"] for plan in units.values()], by=by
        )
        wrote = [Wrote(units[one.unit_id].number, one, True) for one in made]
        wrote += _write_counts(plans, opened, {one.pk for one in made}, by)
        return wrote + _write_names(plans, opened, by)


def _write_counts(
    plans: Sequence[Plan], opened: dict[int, Roster], made: set[int], by: User
) -> list[Wrote]:
    """What units told; a count gives way to a list of names."""
    counts: dict[int, tuple[Plan, int | None]] = {}
    for plan in plans:
        unit = plan.facts["unit"].pk
        if "count" in plan.values:
            counts[unit] = (plan, plan.values["count"])
        elif opened[unit].count is not None:
            counts.setdefault(unit, (plan, None))
    wrote = [
        Wrote(plan.number, opened[unit], False, {"count": opened[unit].count}, {"count": count})
        for unit, (plan, count) in counts.items()
        if opened[unit].pk not in made
    ]
    services.rosters_count(
        rows=[(opened[unit], count) for unit, (_plan, count) in counts.items()], by=by
    )
    return wrote


def _write_names(plans: Sequence[Plan], opened: dict[int, Roster], by: User) -> list[Wrote]:
    named = [plan for plan in plans if "name" in plan.values]
    new = [plan for plan in named if plan.target is None]
    rows = [
        {
            "roster": opened[plan.facts["unit"].pk],
            "name": plan.values["name"],
            "last_four": plan.values.get("last_four", ""),
            "position": plan.values.get("position", ""),
        }
        for plan in new
    ]
    made = services.entries_add(rows=rows, by=by)
    changed: Any = [plan for plan in named if plan.target is not None]
    services.entries_change(rows=[(plan.target, both(plan)[1]) for plan in changed], by=by)
    return [
        *(Wrote(plan.number, one, True) for plan, one in zip(new, made, strict=True)),
        *(Wrote(plan.number, plan.target, False, *both(plan)) for plan in changed),
    ]
