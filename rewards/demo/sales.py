"""Homes on the price list, and the purchases of the 2008 campaign (P1 to P10)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from core.commands import execute
from pricing.models import Home, Purchase
from pricing.services import (
    contract_sign,
    deposit_receive,
    down_payment_receive,
    home_add,
    purchase_reserve,
)
from pricing.services.homes import HomeFacts
from rewards.demo import plan
from rewards.demo.people import Cast
from units.models import Contact, Unit
from units.services import contact_add

PATH = ("reserved", "subscribed", "contracted", "down_paid")


def seed_homes(cast: Cast) -> None:
    """One building: three homes a storey."""
    known = set(Home.objects.filter(project=cast.project).values_list("number", flat=True))
    for storey in range(1, plan.STOREYS + 1):
        for flat, area, price in plan.FLATS:
            if f"{storey}{flat}" not in known:
                facts = HomeFacts(plan.BUILDING, f"{storey}{flat}", Decimal(area), Decimal(price))
                execute(
                    home_add, project_id=cast.project.pk, facts=facts, by=cast.people["manager"]
                )


def seed_purchases(units: Mapping[str, Unit], cast: Cast) -> None:
    """Deposits first: the ninth re-prices its unit's unsigned purchases (P5); then contracts."""
    for upto in ("subscribed", "down_paid"):
        for row in plan.SALES:
            until = min(PATH.index(upto), PATH.index(row[5]))
            _sell(_purchase(row, units, cast), until, cast)


def _purchase(row: tuple[str, ...], units: Mapping[str, Unit], cast: Cast) -> Purchase:
    number, buyer, mobile, unit_name, seller, _ = row
    by, unit = cast.people[seller], units[unit_name]
    contact = Contact.objects.filter(project=cast.project, mobile=f"+86{mobile}").first()
    if contact is None:
        facts = {
            "name": buyer,
            "mobile": mobile,
            "source": Contact.Source.REGISTRATION,
            "certificate": unit.category.group_rule == "certificate",
        }
        contact = execute(contact_add, facts=facts, unit_id=unit.pk, by=by)
    made = Purchase.objects.filter(contact=contact).first()
    return made or execute(
        purchase_reserve,
        home_id=Home.objects.get(project=cast.project, number=number).pk,
        contact_id=contact.pk,
        plan="one_time",
        reserved_on=plan.RESERVED_ON,
        by=by,
    )


def _sell(purchase: Purchase, until: int, cast: Cast) -> None:
    """Take the purchase along its path, from where it stands."""
    fin, seller = cast.people["fin1"], purchase.owner
    steps: tuple[tuple[Callable[..., Any], Any, dict[str, Any]], ...] = (
        (deposit_receive, fin, {"amount": Decimal(20000), "received_on": plan.DEPOSIT_ON}),
        (
            contract_sign,
            seller,
            {"contract_no": f"SG2008{purchase.home.number}", "signed_on": plan.SIGNED_ON},
        ),
        (down_payment_receive, fin, {"amount": Decimal(150000), "received_on": plan.PAID_ON}),
    )
    if purchase.state not in PATH:
        return
    for service, by, params in steps[PATH.index(purchase.state) : until]:
        execute(service, purchase_id=purchase.pk, by=by, **params)
