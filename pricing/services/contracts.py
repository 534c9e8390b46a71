"""Contract, completion, cancellation (P5, P10)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from pricing import messages
from pricing.models import Purchase
from pricing.rules import group_multiplier
from pricing.selectors import group_of, open_amount, policies_of
from pricing.services.repricing import unit_reprice
from pricing.services.shared import (
    advance,
    check_day,
    locked_home,
    locked_purchase,
    tell_advanced,
)
from pricing.states import COUNTED, DifferenceState, HomeState, PurchaseState
from pricing.terms import tiers_of


@transaction.atomic
def contract_sign(*, purchase_id: int, contract_no: str, signed_on: date, by: User) -> Purchase:
    """The contract is signed: from now on its price never changes (P5)."""
    purchase = locked_purchase(purchase_id)
    home = locked_home(purchase.home_id)
    was = purchase.state
    number = contract_no.strip()
    if not number:
        raise DomainError(_("Enter the number of the contract."), field="contract_no")
    check_day(signed_on, not_before=purchase.subscribed_on, field="signed_on")
    purchase.contract_no = number
    purchase.contracted_on = signed_on
    purchase.contract_price = purchase.price
    fields = ("contract_no", "contracted_on", "contract_price")
    try:
        with transaction.atomic():
            at = advance(purchase, PurchaseState.CONTRACTED, by=by, fields=fields)
    except IntegrityError:
        raise DomainError(
            _("Another contract of the project has this number. Check the paper."),
            field="contract_no",
        ) from None
    advance(home, HomeState.SOLD, by=by)
    return tell_advanced(purchase, was, by=by, at=at)


@transaction.atomic
def purchase_complete(*, purchase_id: int, by: User) -> Purchase:
    """Everything is paid and settled."""
    purchase = locked_purchase(purchase_id)
    was = purchase.state
    purchase.completed_on = timezone.localdate()
    at = advance(purchase, PurchaseState.COMPLETED, by=by, fields=("completed_on",))
    if purchase.differences.due().exists():
        raise DomainError(_("A price difference is still due to the buyer. Settle it first."))
    left = open_amount(purchase)
    if left:
        raise DomainError(
            _("%(amount)s yuan are still open. Enter the payment first.")
            % {"amount": f"{left:,.2f}"}
        )
    return tell_advanced(purchase, was, by=by, at=at)


@transaction.atomic
def purchase_cancel(
    *, purchase_id: int, reason: str, by: User, cancelled_on: date | None = None
) -> Purchase:
    """Give the home back; unsigned prices of the unit follow its count (P5).

    The subscription number stays with the cancelled purchase (P8); money received is refunded by
    finance with `refund_pay`.
    """
    purchase = locked_purchase(purchase_id)
    home = locked_home(purchase.home_id)
    was = purchase.state
    if not reason.strip():
        raise DomainError(_("Say why it is cancelled."), field="reason")
    purchase.cancel_reason = reason.strip()[:300]
    day = cancelled_on or timezone.localdate()
    purchase.cancelled_on = check_day(day, not_before=purchase.reserved_on, field="cancelled_on")
    fields = ("cancel_reason", "cancelled_on")
    at = advance(purchase, PurchaseState.CANCELLED, by=by, why=reason, fields=fields)
    advance(home, HomeState.AVAILABLE, by=by)
    for difference in purchase.differences.due():
        advance(difference, DifferenceState.VOID, by=by, why=reason)
    if purchase.unit_id and was in COUNTED:
        _count_fell(purchase, by)
    return tell_advanced(purchase, was, by=by, at=at)


def _count_fell(purchase: Purchase, by: User) -> None:
    """Unsigned prices go back; the managers hear of a discount that is lost."""
    assert purchase.unit is not None  # noqa: S101 - the caller asked
    done = unit_reprice(unit_id=purchase.unit.pk, by=by)
    group = group_of(purchase.unit)
    tiers = tiers_of(policies_of([purchase])[purchase.policy_id], group.rule)
    homes = group.count(purchase.campaign_id)
    if group_multiplier(tiers, homes) > group_multiplier(tiers, homes + 1):
        messages.discount_lost(purchase, homes=homes, repriced=len(done))
