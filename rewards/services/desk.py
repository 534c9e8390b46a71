"""At the finance desk: check the person, withhold the tax, issue the voucher (R4–R6, R8)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from core import audit, crypto, identity, states
from core.counters import next_number
from core.errors import DomainError
from core.policies import policy_on
from pricing.models import Purchase
from pricing.selectors import open_amount
from rewards import permissions
from rewards.models import Method, Reward, Voucher
from rewards.policies import RewardPolicy
from rewards.rules import tax_withheld
from rewards.selectors import (
    hold_reasons_of,
    month_of,
    month_so_far,
    own_purchases,
    still_paid_for,
)
from rewards.services.shared import (
    advance,
    locked_month,
    locked_purchase,
    locked_rewards,
    require,
)
from rewards.snapshot import snapshot_of
from rewards.states import RewardState
from units.models import Contact, Unit
from units.services import identity_set
from units.services.shared import locked_people


@dataclass(frozen=True)
class DeskCheck:
    """What the desk saw. Neither number is part of its repr; `seal` stands for both.

    `also` are further rewards of the person for the same voucher.
    """

    id_number: str = field(repr=False)
    work_permit_seen: bool
    accompanied_by_id: int
    method: str
    account_name: str = ""
    bank: str = ""
    account: str = field(default="", repr=False)
    deduct_from_id: int | None = None
    also: Sequence[int] = ()
    seal: str = field(init=False)

    def __post_init__(self) -> None:
        """Two checks with different numbers differ in their seal (one-time keys compare it)."""
        seal = crypto.lookup_hash(f"{self.id_number}|{self.account}")
        object.__setattr__(self, "seal", seal)


@dataclass(frozen=True)
class Tax:
    """One voucher's figures in yuan: what the month had before, and what is withheld now."""

    kind: str
    month: date
    gross: Decimal
    month_gross: Decimal
    month_withheld: Decimal
    withheld: Decimal
    policy_id: int | None = None

    @property
    def net(self) -> Decimal:
        """What is handed out."""
        return self.gross - self.withheld


@transaction.atomic
def reward_verify(*, reward_id: int, desk: DeskCheck, by: User) -> Voucher:
    """Check the person and issue the voucher of one payable reward, with `desk.also` beside it."""
    require(by, permissions.REWARD_VERIFY)
    now = timezone.now()
    today = timezone.localdate(now)
    contact_id = _contact_of(reward_id)
    deduct_from = _locked_deduction(desk)
    contact = _checked_person(contact_id, desk, by)
    locked_month(contact.id_hash, month_of(today))
    rewards = locked_rewards([reward_id, *desk.also])
    _check_rewards(rewards, contact, today)
    _check_people(rewards[0].unit, desk, today, by)
    policy = policy_on(RewardPolicy, today, rewards[0].project_id)
    tax = _tax(rewards, contact, policy, today)
    _check_method(desk, contact, policy, tax)
    if deduct_from is not None:
        check_room(deduct_from, contact, tax.net)
    return _issued(rewards, desk, tax, now, by)


def _contact_of(reward_id: int) -> int:
    found = Reward.objects.filter(pk=reward_id).values_list("contact_id", flat=True).first()
    if found is None:
        raise DomainError(_("There is no such reward. Go back to the list."))
    return int(found)


def _locked_deduction(desk: DeskCheck) -> Purchase | None:
    """The purchase a reward is deducted from, locked before the person, as pricing does."""
    if desk.method != Method.DEDUCT:
        return None
    if desk.deduct_from_id is None:
        raise DomainError(
            _("Choose the key person's own purchase to deduct it from."), field="deduct_from"
        )
    return locked_purchase(desk.deduct_from_id)


def check_room(purchase: Purchase, contact: Contact, net: Decimal) -> None:
    """DomainError unless it is the person's own signed purchase with so much open (R4)."""
    if not own_purchases(contact).filter(pk=purchase.pk).exists():
        raise DomainError(
            _("This is no signed purchase of the key person. Choose another way to pay."),
            field="deduct_from",
        )
    left = open_amount(purchase)
    if left < net:
        raise DomainError(
            _("Only %(amount)s yuan of that purchase are open. Choose another way to pay.")
            % {"amount": f"{left:,.2f}"},
            field="deduct_from",
        )


def _checked_person(contact_id: int, desk: DeskCheck, by: User) -> Contact:
    """The person with a valid number that is theirs, and the work permit seen (R4)."""
    locked_people(contact_id)
    number = identity.normalise_number(desk.id_number)
    try:
        contact = identity_set(contact_id=contact_id, number=number, by=by)
    except DomainError as refusal:
        raise DomainError(refusal.message, field="id_number") from None
    # The number may have joined two records of one person.
    contact = locked_people(contact.pk)
    same = Contact.objects.filter(id_hash=contact.id_hash, erased_at=None)
    if same.exclude(name=contact.name).exists():
        raise DomainError(
            _("This identity number is on file for somebody of another name. Have it checked."),
            field="id_number",
        )
    if not desk.work_permit_seen:
        raise DomainError(_("Check the work permit before you go on."), field="work_permit_seen")
    return contact


def _check_rewards(rewards: Sequence[Reward], contact: Contact, today: date) -> None:
    """Payable, one person, one unit, still paid for, nothing that must be held."""
    for reward in rewards:
        if reward.state != RewardState.PAYABLE:
            raise DomainError(
                _("The reward for contract %(contract)s is “%(state)s”, so it cannot be verified.")
                % {"contract": reward.contract_no, "state": reward.get_state_display()}
            )
        if reward.contact_id != contact.pk or reward.unit_id != rewards[0].unit_id:
            raise DomainError(
                _("One voucher holds rewards of one person and one unit. Leave the others out."),
                field="also",
            )
        check_goes_on(reward, today)


def check_goes_on(reward: Reward, today: date) -> None:
    """DomainError when the money behind it was taken back, or when L2 now wants it held."""
    if not still_paid_for(reward.purchase):
        raise DomainError(
            _("The down payment of %(contract)s was taken back. Wait until it is in again.")
            % {"contract": reward.contract_no}
        )
    reasons = hold_reasons_of(reward, today)
    if reasons:
        raise DomainError(
            _("This has to wait for compliance: %(reasons)s Put it on hold.")
            % {"reasons": " ".join(str(reason.label) for reason in reasons)}
        )


def _check_people(unit: Unit, desk: DeskCheck, today: date, by: User) -> None:
    """A member of the unit's team is present, and is not who verifies (R4, R5)."""
    if desk.accompanied_by_id == by.pk:
        raise DomainError(
            _("Who accompanies may not verify. Ask a colleague."), field="accompanied_by"
        )
    present = Membership.objects.on(today).filter(
        user_id=desk.accompanied_by_id, team_id=unit.team_id, user__is_active=True
    )
    if unit.team_id is None or not present.exists():
        raise DomainError(
            _("Who accompanies must be in the team that follows the unit today."),
            field="accompanied_by",
        )


def _tax(rewards: Sequence[Reward], contact: Contact, policy: RewardPolicy, today: date) -> Tax:
    """The tax on the person's whole month less what was withheld before (R8)."""
    month = month_of(today)
    gross = sum((reward.amount for reward in rewards), Decimal(0))
    before, withheld = month_so_far(contact.id_hash, month)
    now = tax_withheld(gross, policy.tax_kind, before, withheld, policy.scale)
    return Tax(policy.tax_kind, month, gross, before, withheld, now, policy.policy_id)


def _check_method(desk: DeskCheck, contact: Contact, policy: RewardPolicy, tax: Tax) -> None:
    if desk.method not in Method.values:
        raise DomainError(_("Choose how it is paid."), field="method")
    if desk.method == Method.CASH and tax.gross > policy.cash_limit:
        raise DomainError(
            _("Cash goes up to %(limit)s yuan a voucher. Pay by transfer, or fewer at once.")
            % {"limit": f"{policy.cash_limit:,.2f}"},
            field="method",
        )
    if desk.method == Method.TRANSFER:
        _check_account(desk, contact)


def _check_account(desk: DeskCheck, contact: Contact) -> None:
    number = identity.normalise_number(desk.account)
    if not (number.isascii() and number.isdecimal() and 8 <= len(number) <= 30):
        raise DomainError(_("Enter the account number, 8 to 30 digits."), field="account")
    if desk.account_name.strip() != contact.name:
        raise DomainError(
            _("The account must be in the key person's own name."), field="account_name"
        )


def _issued(
    rewards: Sequence[Reward], desk: DeskCheck, tax: Tax, now: datetime, by: User
) -> Voucher:
    """Number, snapshot and row of the voucher; its rewards are verified."""
    voucher = _drafted(rewards[0], tax)
    _set_method(voucher, desk)
    voucher.accompanied_by_id = desk.accompanied_by_id
    voucher.verified_by, voucher.verified_at = by, now
    _number(voucher, rewards[0], timezone.localdate(now).year)
    voucher.snapshot = snapshot_of(voucher, rewards, identity.mask(desk.id_number))
    voucher.save(force_insert=True)
    states.note(voucher, "", by=by, at=now)
    keys = [reward.pk for reward in rewards]
    audit.record(
        "rewards.voucher.issued", voucher, by=by, gross=tax.gross, tax=tax.withheld, rewards=keys
    )
    for reward in rewards:
        reward.voucher = voucher
        advance(reward, RewardState.VERIFIED, by=by, fields=("voucher",))
    return voucher


def _drafted(first: Reward, tax: Tax) -> Voucher:
    return Voucher(
        project_id=first.project_id,
        token=secrets.token_urlsafe(16),
        contact=first.contact,
        unit=first.unit,
        person=first.contact.id_hash,
        gross=tax.gross,
        tax=tax.withheld,
        net=tax.net,
        tax_kind=tax.kind,
        tax_month=tax.month,
        month_gross=tax.month_gross,
        month_withheld=tax.month_withheld,
        policy_id=tax.policy_id,
    )


def _set_method(voucher: Voucher, desk: DeskCheck) -> None:
    voucher.method = desk.method
    if desk.method == Method.DEDUCT:
        voucher.deduct_from_id = desk.deduct_from_id
    if desk.method == Method.TRANSFER:
        account = identity.normalise_number(desk.account)
        voucher.account = crypto.encrypt(account, context=account_context(voucher.token))
        voucher.account_tail = account[-4:]
        voucher.bank = desk.bank.strip()


def account_context(token: str) -> str:
    """What an account number is bound to: the voucher's own token, known before its key."""
    return f"rewards.voucher:{token}:account"


def _number(voucher: Voucher, reward: Reward, year: int) -> None:
    """The next number of the project's year, without gaps (R6). Drawn last: it holds a lock."""
    voucher.year = year
    voucher.serial = next_number("voucher", scope=str(reward.project_id), year=year)
    voucher.number = f"{reward.project.code.upper()}-{year}-{voucher.serial:06d}"
