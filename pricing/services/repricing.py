"""A unit's count changed: unsigned prices follow, signed buyers are owed the difference (P5)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from pricing import messages
from pricing.models import LedgerEntry, PriceChange, PriceDifference, Purchase
from pricing.policies import PricingPolicy
from pricing.rules import price_steps
from pricing.selectors import Group, group_of, kept_steps, open_amount, owed_by_id, policies_of
from pricing.services.shared import advance, check_day, locked_purchase, locked_unit
from pricing.states import SIGNED, UNSIGNED, DifferenceState
from pricing.terms import MEMBERS, GroupCase, Signed, difference_due, multiplier_for
from units.models import Unit


@dataclass
class _Work:
    """All that will change, collected first and written at once."""

    unit: Unit
    group: Group
    by: User
    at: datetime
    changes: list[PriceChange] = field(default_factory=list)
    differences: list[PriceDifference] = field(default_factory=list)


@transaction.atomic
def unit_reprice(*, unit_id: int, by: User) -> list[PriceChange]:
    """Give every unsigned purchase of the unit the multiplier of its count; returns the changes.

    Repeated, it changes nothing. The number of queries does not depend on the unit's size.
    """
    unit = locked_unit(unit_id)
    assert unit is not None  # noqa: S101 - an id was given
    work = _Work(unit, group_of(unit), by, timezone.now())
    purchases = _locked_purchases(unit_id)
    policies = policies_of(purchases)
    owed = owed_by_id(purchase.pk for purchase in purchases)
    for purchase in purchases:
        policy = policies[purchase.policy_id]
        if purchase.state in UNSIGNED:
            _price(work, purchase, policy)
        elif purchase.state in SIGNED and work.group.rule == MEMBERS:
            _compare(work, purchase, policy, owed.get(purchase.pk, Decimal(0)))
    _write(work)
    return work.changes


def _locked_purchases(unit_id: int) -> list[Purchase]:
    rows = Purchase.objects.live().filter(unit_id=unit_id).order_by("pk")
    return list(rows.select_for_update(no_key=True, of=("self",)).select_related("contact", "home"))


def _price(work: _Work, purchase: Purchase, policy: PricingPolicy) -> None:
    case = work.group.case(purchase.contact, purchase.campaign_id, purchase.reserved_on)
    multiplier = multiplier_for(policy, case)
    if multiplier == purchase.group_multiplier:
        return
    steps = price_steps(purchase.list_price, purchase.plan_multiplier, multiplier)
    work.changes.append(
        PriceChange(
            purchase=purchase,
            was=purchase.price,
            now=steps[-1].price,
            was_multiplier=purchase.group_multiplier,
            now_multiplier=multiplier,
            steps=kept_steps(steps),
            homes=case.homes,
            why=_why(case, better=multiplier < purchase.group_multiplier),
            at=work.at,
            by=work.by,
        )
    )


def _why(case: GroupCase, *, better: bool) -> str:
    if case.rule != MEMBERS or case.key_person:
        return PriceChange.Why.OTHER
    return PriceChange.Why.REACHED if better else PriceChange.Why.DROPPED


def _compare(work: _Work, purchase: Purchase, policy: PricingPolicy, owed: Decimal) -> None:
    """A signed price stays; the buyer is owed what the group now saves."""
    homes = work.group.count(purchase.campaign_id)
    multiplier = multiplier_for(policy, GroupCase(MEMBERS, homes))
    signed = Signed(
        purchase.contract_price or purchase.price,
        purchase.list_price,
        purchase.plan_multiplier,
        owed,
    )
    amount = difference_due(signed, multiplier)
    if amount:
        work.differences.append(
            PriceDifference(
                purchase=purchase,
                amount=amount,
                multiplier=multiplier,
                homes=homes,
                arose_at=work.at,
            )
        )


def _write(work: _Work) -> None:
    if not work.changes and not work.differences:
        return
    for change in work.changes:
        purchase = change.purchase
        purchase.price, purchase.steps = change.now, change.steps
        purchase.group_multiplier = change.now_multiplier
        purchase.version += 1
    Purchase.objects.bulk_update(
        [change.purchase for change in work.changes],
        ["price", "steps", "group_multiplier", "version"],
    )
    PriceChange.objects.bulk_create(work.changes)
    PriceDifference.objects.bulk_create(work.differences)
    audit.record(
        "pricing.unit_repriced",
        work.unit,
        by=work.by,
        prices={change.purchase_id: [change.was, change.now] for change in work.changes},
        differences={row.purchase_id: row.amount for row in work.differences},
    )
    messages.prices_changed(work.unit, work.changes)


@transaction.atomic
def difference_settle(
    *, difference_id: int, way: str, settled_on: date, by: User
) -> PriceDifference:
    """Pay a price difference out (a ledger entry), or deduct it from what the buyer still pays."""
    found = PriceDifference.objects.filter(pk=difference_id).values_list("purchase_id", flat=True)
    if not found:
        raise DomainError(_("There is no such price difference. Go back to the list."))
    purchase = locked_purchase(found[0])
    rows = PriceDifference.objects.select_for_update(no_key=True)
    difference: PriceDifference = rows.get(pk=difference_id)
    arose = timezone.localdate(difference.arose_at)
    difference.settled_on = check_day(settled_on, not_before=None, field="settled_on")
    difference.way = way
    if way == PriceDifference.Way.PAID_OUT:
        difference.entry = LedgerEntry.objects.create(
            purchase=purchase,
            kind=LedgerEntry.Kind.DIFFERENCE,
            amount=-difference.amount,
            received_on=settled_on,
            note=_("arose on %(day)s") % {"day": f"{arose:%Y-%m-%d}"},
            by=by,
            at=timezone.now(),
        )
    elif open_amount(purchase) < 0:
        raise DomainError(
            _("The buyer has paid everything already, so the difference is paid out."), field="way"
        )
    fields = ("settled_on", "way", "entry")
    advance(difference, DifferenceState.SETTLED, by=by, fields=fields)
    return difference
