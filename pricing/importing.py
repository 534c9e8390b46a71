"""Import of price lists: homes found again by building and number (P1, U9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.errors import DomainError
from core.importing import Column, ImportKind, Plan, Undo, Wrote, differences, of_field
from core.importing.columns import heading
from core.money import yuan
from pricing.models import Home
from pricing.permissions import HOME_ADD
from pricing.services.price_list import (
    homes_add,
    homes_change,
    homes_remove,
    homes_set_back,
    taken,
)
from pricing.states import HomeState
from units.services.unit import place_of

_FREE = frozenset({"available", "可售", "未售", "在售", "待售"})
_TAKEN = frozenset({"reserved", "sold", "已售", "预留", "预订", "认购", "签约", "已认购", "已签约"})


def _status(text: str) -> bool:
    """Whether the home can be had."""
    said = heading(text)
    if said not in _FREE | _TAKEN:
        raise DomainError(_("Write available or sold."))
    return said in _FREE


@dataclass(frozen=True)
class Known:
    """The homes of the person's project by building and number."""

    homes: dict[tuple[str, str], Home]


class HomeImport(ImportKind):
    """A price list."""

    name, label, ability = "homes", gettext_lazy("Price list"), HOME_ADD
    help = gettext_lazy(
        "Homes by building and number. Known ones get the new area and price while they can be "
        "had; what is reserved or sold is never re-priced."
    )
    columns = (
        of_field(
            Home,
            "building",
            required=True,
            aliases=("楼栋", "楼号", "栋号", "楼幢", "幢号", "block"),
            examples=("3", "3"),
        ),
        of_field(
            Home,
            "number",
            required=True,
            aliases=("房号", "房间号", "室号", "单元房号", "room", "unit"),
            examples=("1202", "1203"),
        ),
        of_field(
            Home,
            "area",
            required=True,
            aliases=("面积", "建筑面积", "套内面积"),
            examples=("130", "98.5"),
        ),
        of_field(Home, "unit_price", aliases=("单价", "价格", "均价"), examples=("3400", "")),
        of_field(Home, "list_price", aliases=("总价", "表价", "挂牌价"), examples=("", "334900")),
        Column(
            "status",
            gettext_lazy("state"),
            _status,
            aliases=("状态", "销售状态", "房源状态", "status"),
            help=gettext_lazy(
                "available or sold, 可售 or 已售; it only refuses rows that contradict us."
            ),
            examples=("可售", "可售"),
        ),
    )
    undo = (Undo(Home, homes_remove, homes_set_back),)

    def known(self, rows: Sequence[dict[str, Any]], *, by: User) -> Known:
        """The homes of these numbers; two questions."""
        homes = Home.objects.filter(
            project_id=place_of(by).project_id,
            building__in={row["building"] for row in rows},
            number__in={row["number"] for row in rows},
        )
        return Known({(home.building, home.number): home for home in homes})

    def key(self, values: dict[str, Any]) -> str:
        """One row a home."""
        return f"{values['building']}|{values['number']}"

    def plan(self, number: int, values: dict[str, Any], known: Known) -> Plan:
        """New, or with a new price; never one that somebody has."""
        home = known.homes.get((values["building"], values["number"]))
        facts = _prices(values)
        changes = differences(home, facts) if home is not None else {}
        free = home is None or home.state == HomeState.AVAILABLE
        if changes and not free:
            raise taken()
        if free and values.get("status") is False:
            raise DomainError(
                _("The list says that this home is taken, but no purchase of it is in Tuoke."),
                field="status",
            )
        return Plan(number, values, home, changes, facts)

    def write(self, plans: Sequence[Plan], *, by: User, batch: Any) -> list[Wrote]:
        """New homes in one insert, known ones under their locks."""
        new = [plan for plan in plans if plan.target is None]
        rows = [
            {name: plan.values[name] for name in ("building", "number")} | plan.facts
            for plan in new
        ]
        made = homes_add(project_id=place_of(by).project_id, rows=rows, by=by) if rows else []
        wrote = [
            Wrote(plan.number, home, True, now=plan.facts)
            for plan, home in zip(new, made, strict=True)
        ]
        known = {plan.target.pk: plan for plan in plans if plan.target is not None}
        changed: Any = [
            (plan.target, {name: now for name, (_was, now) in plan.changes.items()})
            for plan in known.values()
        ]
        for home in homes_change(rows=changed, by=by):
            changes = known[home.pk].changes
            was = {name: two[0] for name, two in changes.items()}
            now = {name: two[1] for name, two in changes.items()}
            wrote.append(Wrote(known[home.pk].number, home, False, was, now))
        return wrote


def _prices(values: dict[str, Any]) -> dict[str, Decimal]:
    """Area and both prices; one of the two prices gives the other (P1)."""
    area = values["area"]
    if area <= 0 or any(values.get(name, 1) <= 0 for name in ("unit_price", "list_price")):
        raise DomainError(_("Area and price must be above zero. Correct them."), field="area")
    each, whole = values.get("unit_price"), values.get("list_price")
    if each is None and whole is None:
        raise DomainError(_("Give the price per m² or the list price."), field="list_price")
    if each is None:
        each = yuan(whole / area)
    elif whole is not None and abs(area * each - whole) > area * Decimal("0.005") + 1:
        raise DomainError(
            _("The list price is not area × price per m². Correct one of them."),
            field="list_price",
        )
    return {
        "area": area,
        "unit_price": each,
        "list_price": yuan(area * each if whole is None else whole),
    }
