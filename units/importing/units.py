"""Import of units: found again by their normalised names (U2, U8, U9)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core.abilities import Role
from core.errors import DomainError
from core.importing import Alike, Column, Plan, Undo, Wrote, differences, of_field, yes
from core.importing.columns import heading
from core.text import listed
from units.importing.in_file import Row, Rows
from units.importing.lookups import Units, Watched, categories, key_of, units_named
from units.models import Category, Unit
from units.permissions import UNIT_ADD
from units.selectors.same import REASONS, Match, Question, likely_same_each
from units.services.bulk import units_add, units_learn, units_remove, units_set_back
from units.services.public_sector import refuse_leaving_public

NEAR = 3  # categories named to who wrote one that there is not


def _yes(text: str) -> str:
    return "yes" if yes(text) else "no"


def _fact(name: str, *aliases: str, examples: tuple[str, ...] = ()) -> Column:
    return of_field(Unit, name, aliases=aliases, examples=examples)


@dataclass(frozen=True)
class Known:
    """What the rows of a chunk need."""

    units: Units
    categories: dict[str, Category]
    people: dict[str, User]
    by: User
    near: dict[str, list[str]] = field(default_factory=dict)  # categories written nearly so


class UnitImport(Watched):
    """Client units with what is known of them."""

    name, label, ability = "units", gettext_lazy("Units"), UNIT_ADD
    help = gettext_lazy(
        "A unit of the same name is brought up to date; an empty cell changes nothing. New units "
        "are yours to follow and protected from today."
    )
    columns = (
        of_field(
            Unit,
            "name",
            required=True,
            aliases=("单位名称", "单位", "客户单位", "公司名称", "企业名称", "unit", "company"),
            examples=("泉州市温州商会", "泉州市第七中学"),
        ),
        Column(
            "category",
            gettext_lazy("category"),
            aliases=("单位类别", "类别", "单位类型", "类型", "type"),
            help=gettext_lazy("Its code or name; a new unit needs it."),
            examples=("商会", "学校"),
        ),
        _fact("short_name", "简称"),
        _fact("telephone", "电话", "单位电话", "联系电话", "phone", examples=("0595-22345678",)),
        _fact("address", "地址", "单位地址", examples=("泉州市丰泽区田安路 12 号",)),
        _fact("industry", "行业", "所属行业", examples=("商贸", "教育")),
        _fact("headcount", "人数", "员工人数", "职工人数", examples=("320", "86")),
        _fact("income", "人均年收入", "人均收入", examples=("42000", "36000")),
        _fact("latitude", "纬度"),
        _fact("longitude", "经度"),
        _fact("office", "办公环境"),
        _fact("living", "居住情况", "居住环境"),
        Column("self_build_soon", gettext_lazy("self-build soon"), _yes, aliases=("近期自建",)),
        _fact("self_build", "自建房", "自建房计划"),
        _fact("cars", "私家车"),
        _fact("people_flow", "人流量"),
        _fact("location", "位置", "地段"),
        _fact("activities", "集体活动"),
        _fact("notice_channels", "内部网站", "公告渠道"),
        _fact("promotion_place", "推广场地"),
        _fact("promotion_method", "推广方式"),
        _fact("assembly", "集会时间"),
        _fact("remarks", "备注", "说明"),
        Column(
            "owner",
            gettext_lazy("followed by"),
            aliases=("跟办人", "业务员", "销售顾问", "置业顾问", "salesperson"),
            help=gettext_lazy("Name or user name; of new units, and only for a sales manager."),
        ),
    )
    undo = (
        Undo(
            Unit,
            units_remove,
            units_set_back,
            own=frozenset({"units.unitfact", "units.likeness", "units.ownershipchange"}),
        ),
    )
    _own: ClassVar = frozenset({"owner", "category"})

    def known(self, rows: Sequence[dict[str, Any]], *, by: User) -> Known:
        """Units by name, every category, the people who may follow."""
        named = any("owner" in row for row in rows)
        return Known(
            units_named((row["name"] for row in rows), by),
            categories(),
            _people(by) if named else {},
            by,
        )

    def key(self, values: dict[str, Any]) -> str:
        """One row a unit."""
        return key_of(values["name"])

    def plan(self, number: int, values: dict[str, Any], known: Known) -> Plan:
        """New, or what would change; the name of a known unit stays as it is."""
        unit = known.units.get(values["name"])
        facts = {name: value for name, value in values.items() if name not in self._own}
        if "category" in values:
            facts["category"] = _category(values["category"], known)
        if unit is not None:
            del facts["name"]
            refuse_leaving_public(unit, facts)
            return Plan(number, values, unit, differences(unit, facts), facts)
        if "category" not in facts:
            raise DomainError(_("A new unit needs its category."), field="category")
        if "owner" in values:
            facts["owner"] = _owner(values["owner"], known)
        return Plan(number, values, facts=facts)

    def memory(self) -> Rows:
        """The new units of the rows above."""
        return Rows()

    def alike(self, plans: Sequence[Plan], *, by: User, memory: Rows) -> dict[int, Alike]:
        """Units and earlier rows that sound alike, are a character apart or share a number (U8)."""
        asked = {plan.number: _question(plan.values) for plan in plans}
        there = likely_same_each(asked, by)
        found = {}
        for number, question in asked.items():
            matches, rows = there.get(number, []), memory.like(question)
            memory.add(number, question)
            if matches or rows:
                url = matches[0].url if matches else ""
                found[number] = Alike(partial(_said, matches, rows), url, bool(matches))
        return found

    def write(self, plans: Sequence[Plan], *, by: User, batch: Any) -> list[Wrote]:
        """New units in one insert, known ones under their locks."""
        new = [plan for plan in plans if plan.target is None]
        made = units_add(rows=[plan.facts for plan in new], by=by, source_id=batch.pk)
        wrote = [Wrote(plan.number, unit, True) for plan, unit in zip(new, made, strict=True)]
        changed = {plan.target.pk: plan for plan in plans if plan.target is not None}
        rows: Any = [
            (plan.target, {name: now for name, (_was, now) in plan.changes.items()})
            for plan in changed.values()
        ]
        for unit in units_learn(rows=rows, by=by, source_id=batch.pk):
            plan = changed[unit.pk]
            wrote.append(Wrote(plan.number, unit, False, *both(plan)))
        return wrote


def _question(values: dict[str, Any]) -> Question:
    return Question(values["name"], values.get("telephone", ""), short=values.get("short_name", ""))


def _said(matches: Sequence[Match], rows: Sequence[Row]) -> str:
    """What a row is like: units there are, rows above it, or both."""
    told = [_like(matches)] if matches else []
    return " ".join([*told, *map(_like_row, rows)])


def _like_row(row: Row) -> str:
    why = listed(REASONS[kind] for kind in row.kinds)
    said = {"row": row.number, "name": row.name, "why": why}
    return _("Like row %(row)d of this file, %(name)s: %(why)s.") % said


def _like(matches: Sequence[Match]) -> str:
    """What a row is like; of a unit one may not see neither name nor owner (U6)."""
    first = matches[0]
    why = listed(first.reasons)
    if first.hidden:
        told = _("Like a unit somebody else follows: %(why)s.") % {"why": why}
    else:
        told = _("Like %(name)s: %(why)s.") % {"name": first.name, "why": why}
    count = len(matches) - 1
    more = ngettext("And like one more.", "And like %(count)d more.", count) % {"count": count}
    return f"{told} {more}" if count else told


def both(plan: Plan) -> tuple[dict[str, Any], dict[str, Any]]:
    """What stood there, what stands there now."""
    was = {name: before for name, (before, _now) in plan.changes.items()}
    now = {name: after for name, (_was, after) in plan.changes.items()}
    return was, now


def _category(text: str, known: Known) -> Category:
    found = known.categories.get(heading(text))
    if found is None:
        raise DomainError(_no_category(heading(text), known), field="category")
    return found


def _no_category(text: str, known: Known) -> str:
    """The few that are written nearly so: all of them would bury the row."""
    if text not in known.near:
        known.near[text] = get_close_matches(text, known.categories, n=NEAR, cutoff=0.4)
    near = dict.fromkeys(str(known.categories[one]) for one in known.near[text])
    if not near:
        return _("There is no such category. Take one that the form of a new unit offers.")
    return _("There is no such category. Choose one of: %(names)s.") % {"names": listed(near)}


def _people(by: User) -> dict[str, User]:
    """Who works for the person's projects in the field, by name and user name."""
    found: dict[str, User] = {}
    staff = User.objects.filter(
        projects__in=by.project_ids, role__in=(Role.SALES, Role.LEADER), is_active=True
    )
    for one in staff.distinct():
        found |= {one.username: one, one.name: one}
    return found


def _owner(text: str, known: Known) -> User:
    if text in (known.by.username, known.by.name):
        return known.by
    if known.by.role != Role.MANAGER:
        raise DomainError(
            _("Only a sales manager gives new units to somebody else."), field="owner"
        )
    if text not in known.people:
        raise DomainError(_("Nobody of this name follows units here."), field="owner")
    return known.people[text]
