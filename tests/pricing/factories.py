"""Homes, groups and purchases as the tests want them, through the services."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import Project, User
from core.abilities import Role
from pricing.models import Home, Purchase
from pricing.services import (
    contract_sign,
    deposit_receive,
    down_payment_receive,
    home_add,
    purchase_reserve,
)
from pricing.services.homes import HomeFacts
from units.models import Campaign, Category, Contact, Unit
from units.services import contact_add, unit_add
from units.services.proof import proof_record

DEPOSIT = Decimal(20_000)
DOWN_PAYMENT = Decimal(100_000)


def today() -> date:
    """The local day."""
    return timezone.localdate()


def campaign(project: Project, *, before: int = 30, after: int = 30) -> Campaign:
    """A window around today."""
    return Campaign.objects.create(
        project=project,
        name=f"Campaign {project.campaigns.count() + 1}",
        starts_on=today() - timedelta(days=before),
        ends_on=today() + timedelta(days=after),
    )


def category(rule: str = "members") -> Category:
    """A category whose people buy in groups by `rule`."""
    made, _ = Category.objects.get_or_create(
        code=f"category-{rule}",
        defaults={"name": f"Group {rule}", "name_zh": "团购", "group_rule": rule},
    )
    return made


def unit(by: User, rule: str = "members", name: str = "Wenzhou Chamber of Commerce") -> Unit:
    """A unit followed by `by`."""
    made: Unit = unit_add(facts={"name": name, "category": category(rule)}, by=by)
    return made


def buyer(of: Unit | None, by: User, name: str = "Chen Wei", **facts: Any) -> Contact:
    """A person of the unit."""
    unit_id = of.pk if of else None
    certificate = facts.pop("certificate", False)
    made: Contact = contact_add(unit_id=unit_id, facts={"name": name, **facts}, by=by)
    if certificate:
        shown = {"kind": "certificate", "paper": "teacher", "seen_on": timezone.localdate()}
        made = proof_record(contact_id=made.pk, facts=shown, by=by)
    return made


def home(project: Project, number: str = "", **facts: Any) -> Home:
    """130 m² at 3,400 yuan (P2), or what `facts` say."""
    known = {"area": Decimal(130), "unit_price": Decimal(3400), **facts}
    count = Home.objects.count() + 1
    by = User.objects.filter(role=Role.MANAGER).first() or User.objects.earliest("pk")
    return home_add(
        project_id=project.pk,
        facts=HomeFacts(building="1", number=number or f"{count:04d}", **known),
        by=by,
    )


def reserved(by: User, of: Unit | None = None, **more: Any) -> Purchase:
    """A home of its own, reserved by a buyer of its own, one-time payment."""
    project = Project.objects.get()
    person = more.pop("contact", None) or buyer(of, by, f"Buyer {Contact.objects.count() + 1}")
    flat = more.pop("home", None) or home(project)
    values = {"plan": "one_time", **more}
    return purchase_reserve(home_id=flat.pk, contact_id=person.pk, by=by, **values)


def subscribed(by: User, fin: User, of: Unit | None = None, **more: Any) -> Purchase:
    """With its deposit."""
    purchase = reserved(by, of, **more)
    return deposit_receive(
        purchase_id=purchase.pk, amount=DEPOSIT, received_on=purchase.reserved_on, by=fin
    )


def contracted(by: User, fin: User, of: Unit | None = None, **more: Any) -> Purchase:
    """With its contract."""
    purchase = subscribed(by, fin, of, **more)
    return contract_sign(
        purchase_id=purchase.pk,
        contract_no=f"HT-{purchase.pk}",
        signed_on=purchase.reserved_on,
        by=by,
    )


def down_paid(by: User, fin: User, of: Unit | None = None, **more: Any) -> Purchase:
    """With its down payment."""
    purchase = contracted(by, fin, of, **more)
    return down_payment_receive(
        purchase_id=purchase.pk, amount=DOWN_PAYMENT, received_on=purchase.reserved_on, by=fin
    )


def group(count: int, by: User, fin: User, of: Unit) -> list[Purchase]:
    """So many of the unit's people, each with a deposit, as they stand afterwards."""
    made = [subscribed(by, fin, of) for _ in range(count)]
    return fresh(made)


def fresh(purchases: Sequence[Purchase]) -> list[Purchase]:
    """The same purchases read again."""
    return list(Purchase.objects.filter(pk__in=[row.pk for row in purchases]).order_by("pk"))
