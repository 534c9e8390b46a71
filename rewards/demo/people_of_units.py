"""Who has a say in the chamber, what its key person was given, and a second judgement (K, U4)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from core.calendar import LunarDay
from core.commands import execute
from rewards.demo.people import Cast
from units.models import Contact, Evaluation, Gift, Tie, Unit
from units.services import contact_add, contact_edit, unit_evaluate
from units.services.gift import GiftFacts, gift_ask
from units.services.tie import tie_add

CHAMBER = "泉州商会"
_BORN = LunarDay(1956, 8, 5)
# influence, decision power, what they help with, in words, preferences
_STANDING: dict[str, tuple[int, int, list[str], str, str]] = {
    "陈金水": (5, 4, ["stand", "introductions"], "每月例会可讲十分钟", "喜欢铁观音，晚上不接电话"),
    "林国华": (3, 2, ["introductions"], "", ""),
    "黄美玲": (4, 2, ["assembly"], "", "微信联系"),
}
_MORE = (("庄秘书", "秘书", 3, 3), ("许副会长", "副会长", 4, 5))
_TIES = (
    ("庄秘书", "reports_to", "陈金水"),
    ("许副会长", "knows", "陈金水"),
    ("林国华", "introduced", "陈金水"),
    ("黄美玲", "knows", "庄秘书"),
)
# unit, item, yuan, occasion, the day it was handed over
_GIFTS: tuple[tuple[str, str, int, str, date | None], ...] = (
    (CHAMBER, "月饼礼盒", 188, "端午", date(2008, 6, 8)),
    (CHAMBER, "铁观音礼盒", 360, "中秋", None),
    ("泉州市实验中学", "中秋月饼", 128, "中秋", None),
    ("泉州市国土局", "台历", 60, "新年", None),
    ("石狮鞋服厂", "雨伞", 45, "", date(2008, 6, 20)),
)
_AGAIN = {"headcount": 85, "income": 85, "need": 70, "help": 95, "intention": 80, "self_build": 10}


def seed_people_of_units(units: Mapping[str, Unit], cast: Cast) -> None:
    """After the rewards, so that nothing of theirs is weighed otherwise."""
    chamber = units[CHAMBER]
    _standing(chamber)
    _ties(chamber)
    for name in dict.fromkeys(name for name, *_facts in _GIFTS):
        _gifts(units[name])
    if Evaluation.objects.filter(unit=chamber).count() == 1:
        execute(unit_evaluate, unit_id=chamber.pk, factors=_AGAIN, by=chamber.owner)


def _standing(unit: Unit) -> None:
    for name, position, influence, power in _MORE:
        if not unit.contacts.filter(name=name).exists():
            facts = {
                "name": name,
                "position": position,
                "influence": influence,
                "decision_power": power,
            }
            execute(contact_add, facts=facts, unit_id=unit.pk, by=unit.owner)
    for person in unit.contacts.filter(name__in=_STANDING, influence=None):
        _judge(person)


def _judge(person: Contact) -> None:
    influence, power, helps, words, preferences = _STANDING[person.name]
    facts: dict[str, Any] = {
        "influence": influence,
        "decision_power": power,
        "helps": helps,
        "helps_with": words,
        "preferences": preferences,
    }
    if person.name == "陈金水":
        facts |= {"birthday": _BORN.solar, "lunar_birthday": str(_BORN)}
    by = person.owner
    execute(contact_edit, contact_id=person.pk, version=person.version, facts=facts, by=by)


def _ties(unit: Unit) -> None:
    people = {person.name: person for person in unit.contacts.all()}
    for name, kind, other in _TIES:
        person = people[name]
        two = (person, people[other])
        if not Tie.objects.filter(kind=kind, person__in=two, other__in=two).exists():
            execute(
                tie_add,
                contact_id=person.pk,
                kind=kind,
                other_id=people[other].pk,
                by=unit.owner,
            )


def _gifts(unit: Unit) -> None:
    person = unit.tenures.get(ends_on=None).contact
    for name, item, value, occasion, given_on in _GIFTS:
        if name == unit.name and not Gift.objects.filter(unit=unit, item=item).exists():
            facts = GiftFacts(person.pk, item, Decimal(value), occasion, given_on)
            execute(gift_ask, unit_id=unit.pk, facts=facts, by=unit.owner)
