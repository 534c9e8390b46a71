"""Records entered twice, so that one sees how two become one; and somebody who asks too much."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from accounts.models import User
from core.commands import execute
from rewards.demo.people import Cast
from units.models import Category, Contact, LookUpDay, Unit
from units.selectors.same import Question
from units.services import contact_add, unit_add
from units.services.lookup import unit_look_up

# The market that cai follows, entered by ann as well: one character more, the same telephone.
MARKET, AGAIN = "丰泽建材市场", "丰泽建材大市场"
_KNOWN = {
    "short_name": "Fengze Market",
    "address": "泉州市丰泽区泉秀街 88 号",
    "headcount": 230,
    "people_flow": "周末人流大，约两千人次",
    "assembly": "每月 15 日商户大会",
}
_PEOPLE = (("王建国", "市场办主任", "13805950088"), ("陈丽萍", "商户代表", "13805950089"))
# The chamber's member who bought, entered once more from a business card.
CHAMBER, MEMBER = "泉州商会", {"name": "谢文婷", "position": "理事", "mobile": "13805950077"}
# What cai asks after: what others follow, and then name after name.
_OTHERS = (CHAMBER, "南安石材矿业公司", "泉州市实验中学", "晋江恒达纺织厂", "华侨大学")
_PLACES = ("晋江", "石狮", "南安", "惠安", "安溪", "德化", "永春")
_TRADES = ("陶瓷厂", "茶厂", "鞋厂", "服装厂", "石材厂", "水暖厂", "雨伞厂", "大酒店", "医院")


def seed_duplicates(units: Mapping[str, Unit], cast: Cast) -> None:
    """What was merged by a visitor is not entered anew."""
    if not Unit.everything.filter(project=cast.project, name=AGAIN).exists():
        _market(units[MARKET], cast.people["ann"])
    if not Contact.everything.filter(mobile=f"+86{MEMBER['mobile']}").exists():
        execute(contact_add, facts=MEMBER, unit_id=units[CHAMBER].pk, by=cast.people["bob"])
    if not LookUpDay.objects.exists():
        execute(_fish, by=cast.people["cai"])


def _market(first: Unit, by: User) -> None:
    category = Category.objects.get(code="market")
    facts: dict[str, Any] = {"name": AGAIN, "category": category, "telephone": first.telephone}
    unit = execute(unit_add, facts={**facts, **_KNOWN}, by=by)
    for name, position, mobile in _PEOPLE:
        person = {"name": name, "position": position, "mobile": mobile}
        execute(contact_add, facts=person, unit_id=unit.pk, by=by)


def _fish(*, by: User) -> None:
    """Name after name, more than anybody meets at one gate in a day (U6)."""
    made_up = (f"{place}{trade}" for place, trade in product(_PLACES, _TRADES))
    for name in (*_OTHERS, *made_up):
        unit_look_up(question=Question(name), by=by)
