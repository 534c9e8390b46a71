"""Money received and paid back: entries only added, and the states they bring (P8, P10)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.counters import next_number
from core.errors import DomainError
from core.money import yuan
from pricing import messages
from pricing.models import LedgerEntry, Purchase
from pricing.selectors import campaign_on, open_amount
from pricing.services.repricing import unit_reprice
from pricing.services.shared import advance, check_day, locked_purchase, tell_advanced
from pricing.signals import entry_reversed
from pricing.states import FURTHER, DifferenceState, PurchaseState

Kind = LedgerEntry.Kind


@dataclass(frozen=True)
class _Money:
    """One amount as it was received or paid back, always above zero here."""

    kind: str
    amount: Decimal
    on: date
    note: str = ""


@transaction.atomic
def deposit_receive(*, purchase_id: int, amount: Decimal, received_on: date, by: User) -> Purchase:
    """The deposit makes a subscription: its number (P8), its campaign, the unit's prices (P5)."""
    purchase = locked_purchase(purchase_id)
    was = purchase.state
    check_day(received_on, not_before=purchase.reserved_on, field="received_on")
    purchase.subscribed_on = received_on
    purchase.campaign = campaign_on(purchase.project_id, received_on)
    if was == PurchaseState.RESERVED:
        purchase.subscription_no = next_number("subscription", scope=str(purchase.project_id))
    fields = ("subscribed_on", "campaign", "subscription_no")
    at = advance(purchase, PurchaseState.SUBSCRIBED, by=by, fields=fields)
    _enter(purchase, _Money(Kind.DEPOSIT, amount, received_on), by)
    if purchase.unit_id:
        unit_reprice(unit_id=purchase.unit_id, by=by)
    return tell_advanced(purchase, was, by=by, at=at)


@transaction.atomic
def down_payment_receive(
    *, purchase_id: int, amount: Decimal, received_on: date, by: User
) -> Purchase:
    """The down payment after the contract."""
    purchase = locked_purchase(purchase_id)
    was = purchase.state
    check_day(received_on, not_before=purchase.contracted_on, field="received_on")
    purchase.down_paid_on = received_on
    at = advance(purchase, PurchaseState.DOWN_PAID, by=by, fields=("down_paid_on",))
    _enter(purchase, _Money(Kind.DOWN_PAYMENT, amount, received_on), by)
    return tell_advanced(purchase, was, by=by, at=at)


@transaction.atomic
def payment_receive(
    *, purchase_id: int, kind: str, amount: Decimal, received_on: date, by: User
) -> LedgerEntry:
    """A further amount of the price: an instalment, or what replaces a reversed entry."""
    purchase = locked_purchase(purchase_id)
    if kind not in FURTHER or kind == Kind.REWARD:
        raise DomainError(_("Choose what kind of payment this is."), field="kind")
    return _receive(purchase, _Money(kind, amount, received_on), by)


@transaction.atomic
def reward_deduct(
    *, purchase_id: int, amount: Decimal, received_on: date, note: str, by: User
) -> LedgerEntry:
    """Set a key person's reward against the open price of the own purchase (R4)."""
    purchase = locked_purchase(purchase_id)
    return _receive(purchase, _Money(Kind.REWARD, amount, received_on, note), by)


@transaction.atomic
def refund_pay(
    *, purchase_id: int, amount: Decimal, paid_on: date, note: str, by: User
) -> LedgerEntry:
    """Pay back what was received for a cancelled purchase, at most all of it."""
    purchase = locked_purchase(purchase_id)
    if purchase.state != PurchaseState.CANCELLED:
        raise DomainError(
            _("Only a cancelled purchase is refunded. Reverse a wrong entry instead.")
        )
    check_day(paid_on, not_before=purchase.cancelled_on, field="paid_on")
    return _enter(purchase, _Money(Kind.REFUND, amount, paid_on, note), by)


def _receive(purchase: Purchase, money: _Money, by: User) -> LedgerEntry:
    if purchase.state not in FURTHER[money.kind]:
        raise DomainError(
            _("The purchase is “%(state)s”, so this kind of payment does not fit. Reload the page.")
            % {"state": purchase.get_state_display()}
        )
    check_day(money.on, not_before=purchase.reserved_on, field="received_on")
    return _enter(purchase, money, by)


def _enter(purchase: Purchase, money: _Money, by: User) -> LedgerEntry:
    """Add an entry that fits what is open; the purchase is locked."""
    amount = yuan(money.amount)
    if amount <= 0:
        raise DomainError(_("Enter an amount above zero."), field="amount")
    sign = -1 if money.kind == Kind.REFUND else 1
    room = sign * open_amount(purchase)
    if amount > room:
        raise DomainError(
            _("Only %(amount)s yuan are open. Enter at most that.") % {"amount": f"{room:,.2f}"},
            field="amount",
        )
    entry = LedgerEntry.objects.create(
        purchase=purchase,
        kind=money.kind,
        amount=sign * amount,
        received_on=money.on,
        note=money.note.strip()[:200],
        by=by,
        at=timezone.now(),
    )
    audit.record(f"pricing.{money.kind}", entry, by=by, amount=entry.amount, purchase=purchase)
    return entry


@transaction.atomic
def entry_reverse(*, entry_id: int, reason: str, by: User) -> LedgerEntry:
    """Take an entry back with one of the opposite amount; neither is ever changed (P10).

    The state stays: enter the right amount with `payment_receive`, or cancel the purchase.
    """
    wrong = LedgerEntry.objects.filter(pk=entry_id).first()
    if wrong is None:
        raise DomainError(_("There is no such entry. Go back to the purchase."))
    purchase = locked_purchase(wrong.purchase_id)
    _check_reversible(wrong, reason)
    entry = LedgerEntry.objects.create(
        purchase=purchase,
        kind=wrong.kind,
        amount=-wrong.amount,
        received_on=timezone.localdate(),
        note=reason.strip()[:200],
        reverses=wrong,
        by=by,
        at=timezone.now(),
    )
    _reopen_difference(wrong, reason, by)
    audit.record("pricing.entry_reversed", entry, by=by, amount=entry.amount, reversed=wrong)
    messages.money_reversed(entry, wrong.amount)
    entry_reversed.send(sender=LedgerEntry, entry=entry, by=by)
    return entry


def _check_reversible(wrong: LedgerEntry, reason: str) -> None:
    """The purchase's lock keeps a second reversal from slipping in; the constraint, too."""
    if not reason.strip():
        raise DomainError(_("Say why the entry is wrong."), field="reason")
    if wrong.reverses_id is not None:
        raise DomainError(_("A reversal is not reversed. Enter the payment again instead."))
    if LedgerEntry.objects.filter(reverses_id=wrong.pk).exists():
        raise DomainError(_("This entry was reversed before. Reload the page."))


def _reopen_difference(wrong: LedgerEntry, reason: str, by: User) -> None:
    """A price difference whose payment was taken back is due again."""
    if wrong.kind != Kind.DIFFERENCE:
        return
    difference = wrong.difference
    difference.entry, difference.settled_on, difference.way = None, None, ""
    fields = ("entry", "settled_on", "way")
    advance(difference, DifferenceState.DUE, by=by, why=reason, fields=fields)
