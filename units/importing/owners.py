"""Import of owners as the company's sales system exports them: people, birthdays, homes (U9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.among import among
from core.errors import DomainError
from core.importing import Column, Plan, Undo, Wrote, of_field
from units.importing.contacts import BIRTHDAY, MOBILE, NAME, change_people, plan_person
from units.importing.lookups import People, Units, Watched, people_meant, units_named
from units.models import Contact, OwnedHome
from units.permissions import CONTACT_ADD
from units.services import bulk

PERSON = frozenset({"name", "birthday", "unit"})
HOME = frozenset({"home", "bought_on", "handed_over_on"})


@dataclass(frozen=True)
class Known:
    """What the rows of a chunk need."""

    units: Units
    people: People
    homes: dict[tuple[int, str], OwnedHome]


class OwnerImport(Watched):
    """Owners of homes we sold."""

    name, label, ability = "owners", gettext_lazy("Owners"), CONTACT_ADD
    help = gettext_lazy(
        "Owners from the sales system, with their birthdays. Each row is one home; an owner of two "
        "homes has two rows. They become contacts, found again by the mobile number."
    )
    needs_source = True
    columns = (
        NAME,
        Column(
            "mobile",
            MOBILE.label,
            MOBILE.parse,
            required=True,
            aliases=MOBILE.aliases,
            help=MOBILE.help,
            examples=MOBILE.examples,
        ),
        BIRTHDAY,
        of_field(
            OwnedHome,
            "home",
            aliases=("房号", "房间号", "房源", "房产", "物业地址", "home no."),
            examples=("3-1202", "5-801"),
        ),
        of_field(
            OwnedHome,
            "bought_on",
            aliases=("认购日期", "签约日期", "购买日期", "购房日期", "purchase date"),
            examples=("2007-03-18", "2007-06-02"),
        ),
        of_field(
            OwnedHome,
            "handed_over_on",
            aliases=("交房日期", "交付日期", "入伙日期", "handover date"),
            examples=("2008-01-20", ""),
        ),
        Column(
            "unit",
            gettext_lazy("unit"),
            aliases=("单位", "工作单位", "单位名称", "company"),
            help=gettext_lazy("The name of a unit you see; it may stay empty."),
        ),
    )
    undo = (
        Undo(OwnedHome, bulk.owned_homes_remove, bulk.owned_homes_set_back),
        Undo(Contact, bulk.contacts_remove, bulk.contacts_set_back),
    )

    def known(self, rows: Sequence[dict[str, Any]], *, by: User) -> Known:
        """The units, the people and the homes the rows mean."""
        units = units_named((row.get("unit", "") for row in rows), by)
        people = people_meant(rows, units, by)
        owners = [one.pk for one in people.by_mobile.values()]
        homes = OwnedHome.objects.filter(among("contact_id", owners))
        return Known(units, people, {(one.contact_id, one.home): one for one in homes})

    def key(self, values: dict[str, Any]) -> str:
        """One row a person and home."""
        return f"{values['mobile']}|{values.get('home', '')}"

    def plan(self, number: int, values: dict[str, Any], known: Known) -> Plan:
        """The person new or changed; a home they had not, or its dates changed."""
        _refuse_order(values)
        facts = {name: value for name, value in values.items() if name not in HOME}
        facts["unit"] = known.units.one(values["unit"]) if "unit" in values else None
        plan = plan_person(number, values, facts, known.people)
        if plan.target is not None and "home" in values:
            plan.changes |= _home_changes(values, known.homes.get((plan.target.pk, values["home"])))
        return plan

    def write(self, plans: Sequence[Plan], *, by: User, batch: Any) -> list[Wrote]:
        """People first: one insert for those of a chunk, however many homes each has."""
        first: dict[str, Plan] = {}
        for plan in plans:
            if plan.target is None:
                facts = first.setdefault(plan.values["mobile"], plan).facts
                facts |= {name: one for name, one in plan.facts.items() if not facts.get(name)}
        made = bulk.contacts_add(rows=[plan.facts for plan in first.values()], by=by)
        wrote = [
            Wrote(plan.number, one, True) for plan, one in zip(first.values(), made, strict=True)
        ]
        new = {one.mobile: one for one in made}
        for plan in plans:
            plan.target = plan.target or new[plan.values["mobile"]]
        wrote += change_people(plans, by, PERSON)
        return wrote + _write_homes(plans, by)


def _refuse_order(values: dict[str, Any]) -> None:
    bought, taken = values.get("bought_on"), values.get("handed_over_on")
    if (bought or taken) and "home" not in values:
        raise DomainError(_("Name the home these dates belong to."), field="home")
    if bought and taken and taken < bought:
        raise DomainError(
            _("A home is handed over after it is bought. Correct the dates."),
            field="handed_over_on",
        )


def _dates(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("bought_on", "handed_over_on") if name in values}


def _home_changes(values: dict[str, Any], home: OwnedHome | None) -> dict[str, tuple[Any, Any]]:
    if home is None:
        return {"home": ("", values["home"])}
    after = {"bought_on": home.bought_on, "handed_over_on": home.handed_over_on} | _dates(values)
    _refuse_order({"home": home.home} | {name: value for name, value in after.items() if value})
    return {
        name: (getattr(home, name), value)
        for name, value in _dates(values).items()
        if getattr(home, name) != value
    }


def _write_homes(plans: Sequence[Plan], by: User) -> list[Wrote]:
    """Homes they had not, and changed dates of those they had."""
    named = [plan for plan in plans if "home" in plan.values]
    there = {
        (one.contact_id, one.home): one
        for one in OwnedHome.objects.filter(
            contact__in={plan.target.pk for plan in named if plan.target}
        )
    }
    new, changed = [], []
    for plan in named:
        home = there.get((plan.target.pk if plan.target else 0, plan.values["home"]))
        if home is None:
            new.append(plan)
        elif dates := {name: plan.changes[name] for name in plan.changes.keys() & HOME}:
            changed.append((plan, home, dates))
    made = bulk.owned_homes_add(
        rows=[
            {"contact": plan.target, "home": plan.values["home"], **_dates(plan.values)}
            for plan in new
        ],
        by=by,
    )
    rows = [(home, {n: now for n, (_was, now) in dates.items()}) for _p, home, dates in changed]
    bulk.owned_homes_change(rows=rows, by=by)
    return [
        *(Wrote(plan.number, one, True) for plan, one in zip(new, made, strict=True)),
        *(
            Wrote(
                plan.number,
                home,
                False,
                {name: was for name, (was, _now) in dates.items()},
                {name: now for name, (_was, now) in dates.items()},
            )
            for plan, home, dates in changed
        ),
    ]
