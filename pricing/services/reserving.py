"""Choosing a home for a customer: the price of the day, step by step (P1–P3, P6, P10)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, states
from core.errors import DomainError
from pricing.models import Home, Purchase
from pricing.models.purchase import Plan
from pricing.selectors import Question, Quote, campaign_on, kept_steps, quote
from pricing.services.shared import advance, check_day, locked_home, locked_unit, tell_advanced
from pricing.states import HomeState
from units.models import Contact, Unit
from units.services.shared import refuse_erased


@transaction.atomic
def purchase_reserve(
    *, home_id: int, contact_id: int, plan: str, by: User, reserved_on: date | None = None
) -> Purchase:
    """Reserve a home; the buyer's unit, its count and the policy of the day make the price."""
    day = check_day(reserved_on or timezone.localdate(), not_before=None, field="reserved_on")
    buyer = _buyer(contact_id)
    unit = locked_unit(buyer.unit_id)
    home = locked_home(home_id)
    _check(home, buyer, plan)
    asked = Question(plan, day, unit, buyer)
    price = quote(home.list_price, home.project_id, asked)
    purchase = _made(home, asked, price, by)
    purchase.save(force_insert=True)
    at = timezone.now()
    states.note(purchase, "", by=by, at=at)
    advance(home, HomeState.RESERVED, by=by)
    audit.record(
        "pricing.purchase.reserved", purchase, by=by, price=purchase.price, steps=purchase.steps
    )
    return tell_advanced(purchase, "", by=by, at=at)


def _buyer(contact_id: int) -> Contact:
    buyer: Contact | None = Contact.objects.select_related("unit").filter(pk=contact_id).first()
    if buyer is None:
        raise DomainError(_("There is no such customer. Choose another one."), field="contact")
    refuse_erased(buyer)
    return buyer


def _check(home: Home, buyer: Contact, plan: str) -> None:
    if plan not in Plan.values:
        raise DomainError(_("Choose one of the payment plans."), field="plan")
    if home.project_id != buyer.project_id:
        raise DomainError(
            _("The home belongs to another project than the customer. Choose another one."),
            field="home",
        )
    if home.state != HomeState.AVAILABLE:
        raise DomainError(
            _("Home %(home)s is taken. Choose another one.") % {"home": home}, field="home"
        )


def _made(home: Home, asked: Question, price: Quote, by: User) -> Purchase:
    assert asked.buyer is not None  # noqa: S101 - a reservation has a buyer
    owner_id, team_id = follower(asked.buyer, asked.unit, by)
    return Purchase(
        project_id=home.project_id,
        home=home,
        contact=asked.buyer,
        unit=asked.unit,
        campaign=campaign_on(home.project_id, asked.day),
        owner_id=owner_id,
        team_id=team_id,
        plan=asked.plan,
        list_price=home.list_price,
        plan_multiplier=price.plan_multiplier,
        group_multiplier=price.group_multiplier,
        price=price.price,
        steps=kept_steps(price.steps),
        policy_id=price.policy.policy_id,
        reserved_on=asked.day,
        created_by=by,
    )


def follower(buyer: Contact, unit: Unit | None, by: User) -> tuple[int, int | None]:
    """Whose sale it is: who follows the customer, else the unit, else who enters it (U5)."""
    for followed in (buyer, unit):
        if followed is not None and followed.owner_id is not None:
            return followed.owner_id, followed.team_id
    return by.pk, min(by.team_ids, default=None)
