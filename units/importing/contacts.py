"""Import of people of units: found again by mobile number, else by unit and name (U6, U9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.errors import DomainError
from core.importing import Column, Plan, Undo, Wrote, differences, of_field
from units.importing import lookups
from units.importing.lookups import People, Units, Watched, key_of, people_meant, units_named
from units.importing.units import both
from units.models import Contact, Unit
from units.permissions import CONTACT_ADD
from units.services.bulk import (
    contacts_add,
    contacts_change,
    contacts_remove,
    contacts_set_back,
)

NAME = of_field(
    Contact,
    "name",
    required=True,
    aliases=("姓名", "客户姓名", "联系人", "联系人姓名", "业主姓名", "业主", "客户名称", "person"),
    examples=("陈国华", "林美玲"),
)
MOBILE = Column(
    "mobile",
    gettext_lazy("mobile"),
    lookups.mobile,
    aliases=("手机", "手机号", "手机号码", "移动电话", "联系电话", "电话", "联系方式", "mobile"),
    help=gettext_lazy("Eleven digits, or with the country code."),
    examples=("13800138000", "13900139000"),
)
BIRTHDAY = Column(
    "birthday",
    gettext_lazy("birthday"),
    lookups.birthday,
    aliases=("生日", "出生日期", "出生年月日", "公历生日", "阳历生日"),
    help=gettext_lazy("The solar day, written 1970-05-15."),
    examples=("1970-05-15", "1982-11-03"),
)


@dataclass(frozen=True)
class Known:
    """What the rows of a chunk need."""

    units: Units
    people: People


class ContactImport(Watched):
    """People we know in units."""

    name, label, ability = "contacts", gettext_lazy("Contacts"), CONTACT_ADD
    help = gettext_lazy(
        "People of units that are in Tuoke already. Somebody known by the mobile number is brought "
        "up to date; an empty cell changes nothing."
    )
    needs_source = True
    columns = (
        NAME,
        Column(
            "unit",
            gettext_lazy("unit"),
            required=True,
            aliases=("单位", "单位名称", "所属单位", "工作单位", "公司", "company"),
            help=gettext_lazy("The name of a unit you see."),
            examples=("泉州商会", "泉州商会"),
        ),
        MOBILE,
        of_field(Contact, "position", aliases=("职务", "职位", "岗位"), examples=("秘书长",)),
        BIRTHDAY,
        of_field(
            Contact, "official", aliases=("公职人员", "是否公职", "是否公职人员"), examples=("否",)
        ),
    )
    undo = (Undo(Contact, contacts_remove, contacts_set_back),)

    def known(self, rows: Sequence[dict[str, Any]], *, by: User) -> Known:
        """The units and the people the rows mean."""
        units = units_named((row["unit"] for row in rows), by)
        return Known(units, people_meant(rows, units, by))

    def key(self, values: dict[str, Any]) -> str:
        """One row a person."""
        return values.get("mobile") or f"{key_of(values['unit'])}|{values['name']}"

    def plan(self, number: int, values: dict[str, Any], known: Known) -> Plan:
        """New, or what would change."""
        unit = known.units.one(values["unit"])
        facts = {**values, "unit": unit}
        return plan_person(number, values, facts, known.people)

    def write(self, plans: Sequence[Plan], *, by: User, batch: Any) -> list[Wrote]:
        """New people in one insert, known ones under their locks."""
        new = [plan for plan in plans if plan.target is None]
        made = contacts_add(rows=[plan.facts for plan in new], by=by)
        wrote = [Wrote(plan.number, one, True) for plan, one in zip(new, made, strict=True)]
        return wrote + change_people([plan for plan in plans if plan.target is not None], by)


def plan_person(number: int, values: dict[str, Any], facts: dict[str, Any], people: People) -> Plan:
    """The plan of a row about a person; `facts["unit"]` is a unit or None."""
    unit: Unit | None = facts["unit"]
    contact = people.get(values.get("mobile", ""), unit, values["name"])
    if contact is not None and contact.official and facts.get("official") is False:
        raise DomainError(
            _("This person is a public official. Only compliance corrects that."), field="official"
        )
    changes = differences(contact, facts) if contact is not None else {}
    return Plan(number, values, contact, changes, facts)


def change_people(
    plans: Sequence[Plan], by: User, fields: frozenset[str] = frozenset()
) -> list[Wrote]:
    """Write the changes of known people; of `fields` only, where some are named."""
    changed: dict[int, Plan] = {}
    for plan in plans:
        kept = {name: two for name, two in plan.changes.items() if not fields or name in fields}
        if kept and plan.target is not None:
            changed.setdefault(plan.target.pk, Plan(plan.number, plan.values, plan.target, kept))
    rows: Any = [(plan.target, both(plan)[1]) for plan in changed.values()]
    people = contacts_change(rows=rows, by=by)
    return [Wrote(changed[one.pk].number, one, False, *both(changed[one.pk])) for one in people]
