"""Homes on the price list, and the purchases of the 2008 campaign (P1 to P10)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
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
from units.services.proof import proof_record

Step = tuple[Callable[..., Any], User, dict[str, Any]]
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


@dataclass(frozen=True)
class Days:
    """When it all happened, and the year in the contract numbers."""

    reserved: date
    deposit: date
    signed: date
    paid: date

    def steps(self, purchase: Purchase, fin: User) -> tuple[Step, ...]:
        """The services along the path, with who works them."""
        number = f"SG{self.signed.year}{purchase.home.number}"
        return (
            (deposit_receive, fin, {"amount": Decimal(20000), "received_on": self.deposit}),
            (contract_sign, purchase.owner, {"contract_no": number, "signed_on": self.signed}),
            (down_payment_receive, fin, {"amount": Decimal(150000), "received_on": self.paid}),
        )


def seed_purchases(units: Mapping[str, Unit], cast: Cast) -> None:
    """Deposits first: the ninth re-prices its unit's unsigned purchases (P5); then contracts."""
    then = Days(plan.RESERVED_ON, plan.DEPOSIT_ON, plan.SIGNED_ON, plan.PAID_ON)
    today = timezone.localdate()
    now = Days(today, today, today, today)
    for days, rows in ((then, plan.SALES), (now, plan.SALES_NOW)):
        for upto in ("subscribed", "down_paid"):
            for row in rows:
                until = min(PATH.index(upto), PATH.index(row[5]))
                purchase = _purchase(row, units, days.reserved, cast)
                _sell(purchase, days.steps(purchase, cast.people["fin1"]), until)


def _purchase(row: tuple[str, ...], units: Mapping[str, Unit], day: date, cast: Cast) -> Purchase:
    number, buyer, mobile, unit_name, seller, _ = row
    by, unit = cast.people[seller], units[unit_name]
    contact = Contact.objects.filter(project=cast.project, mobile=f"+86{mobile}").first()
    if contact is None:
        facts = {
            "name": buyer,
            "mobile": mobile,
            "source": Contact.Source.REGISTRATION,
        }
        contact = execute(contact_add, facts=facts, unit_id=unit.pk, by=by)
        if unit.category.group_rule == "certificate":
            shown = {"kind": "certificate", "paper": "teacher", "seen_on": day}
            execute(proof_record, contact_id=contact.pk, facts=shown, by=by)
    made = Purchase.objects.filter(contact=contact).first()
    return made or execute(
        purchase_reserve,
        home_id=Home.objects.get(project=cast.project, number=number).pk,
        contact_id=contact.pk,
        plan="one_time",
        reserved_on=day,
        by=by,
    )


def _sell(purchase: Purchase, steps: Sequence[Step], until: int) -> None:
    """Take the purchase along its path, from where it stands."""
    if purchase.state not in PATH:
        return
    for service, by, params in steps[PATH.index(purchase.state) : until]:
        execute(service, purchase_id=purchase.pk, by=by, **params)
