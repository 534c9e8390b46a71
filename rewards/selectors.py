"""Reads around rewards: whether one is due, what holds it, the month's tax (R1–R3, R8, L2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from core.money import yuan
from core.policies import policy_on
from pricing.models import LedgerEntry, Purchase
from pricing.selectors import group_of
from pricing.states import PurchaseState
from rewards.due import Case, NotDue, why_not_due
from rewards.models import Acknowledgement, Reward, Voucher
from rewards.policies import RewardPolicy
from rewards.rules import HoldReason, Recipient, hold_reasons, reward_amount, same_person_throughout
from rewards.rules import year_total as sum_of_year
from rewards.states import COUNTED, RewardState
from units.models import Contact, Gift, KeyPersonTenure, Unit
from units.selectors.people import people_of
from units.states import COUNTED_GIFTS, GiftState

PAID_FOR = (PurchaseState.DOWN_PAID, PurchaseState.COMPLETED)

# --- accrual --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Earned:
    """What a purchase earns: the key person, how many homes the unit has, yuan for this one."""

    contact: Contact
    homes: int
    amount: Decimal
    policy: RewardPolicy


def earned(purchase: Purchase) -> Earned | NotDue:
    """What the purchase earns by the policy of the contract's day, or why nothing (R1, R2)."""
    day = purchase.contracted_on or timezone.localdate()
    policy = policy_on(RewardPolicy, day, purchase.project_id)
    person = _key_person(purchase)
    refused = why_not_due(_case(purchase, person, policy))
    if refused is not None:
        return refused
    assert person is not None  # noqa: S101 - the rule refuses without one
    homes = group_of(purchase.unit).count(purchase.campaign_id)
    amount = reward_amount(policy.tiers, homes)
    return Earned(person, homes, amount, policy) if amount > 0 else NotDue.NO_AMOUNT


def _case(purchase: Purchase, person: Contact | None, policy: RewardPolicy) -> Case:
    campaign = purchase.campaign
    return Case(
        live=purchase.state in PAID_FOR,
        unit_of_purchase=purchase.unit_id,
        unit_of_buyer=purchase.contact.unit_id,
        window=(campaign.starts_on, campaign.ends_on) if campaign else None,
        contracted_on=purchase.contracted_on,
        down_paid_on=purchase.down_paid_on,
        key_person=person.pk if person else None,
        own_home=person is not None and same_human(person, purchase.contact),
        own_home_earns=policy.own_home_earns,
    )


def _key_person(purchase: Purchase) -> Contact | None:
    """Who held the post from the first visit to contract and down payment (K3, K4)."""
    if purchase.unit is None:
        return None
    tenures = list(KeyPersonTenure.objects.filter(unit=purchase.unit).select_related("contact"))
    people: dict[int, Contact] = {tenure.contact_id: tenure.contact for tenure in tenures}
    for person in people.values():
        if same_person_throughout(
            tenures,
            purchase.unit.first_visit_on,
            purchase.contracted_on,
            purchase.down_paid_on,
            person.pk,
        ):
            return person
    return None


def same_human(one: Contact, other: Contact) -> bool:
    """Whether two records are one person: the same row, or the same identity number."""
    return one.pk == other.pk or bool(one.id_hash and one.id_hash == other.id_hash)


def unrewarded() -> QuerySet[Purchase]:
    """Purchases that look due and have no reward: what the nightly job looks at again (R2)."""
    window = (F("campaign__starts_on"), F("campaign__ends_on"))
    return Purchase.objects.filter(
        state__in=PAID_FOR,
        rewards__isnull=True,
        contact__unit=F("unit"),
        contracted_on__range=window,
        down_paid_on__range=window,
    ).order_by("unit_id", "pk")


def still_paid_for(purchase: Purchase) -> bool:
    """Whether contract and down payment stand, also after a reversal in the ledger (R2)."""
    if purchase.state not in PAID_FOR:
        return False
    kept = purchase.entries.filter(kind=LedgerEntry.Kind.DOWN_PAYMENT).aggregate(sum=Sum("amount"))
    return (kept["sum"] or 0) > 0


# --- holds ----------------------------------------------------------------------------------


def hold_reasons_of(reward: Reward, on: date) -> list[HoldReason]:
    """Why the reward has to wait on a day; what compliance released does not count again (L2)."""
    policy = policy_on(RewardPolicy, on, reward.project_id)
    recipient = Recipient(
        official=reward.contact.official,
        public_sector=reward.unit.category.public_sector,
        acknowledged=acknowledged(reward.unit, on),
        year_total=year_total_of(reward, on, policy.payments_within_days),
        steps=policy.year_steps,
    )
    return [reason for reason in hold_reasons(recipient) if reason.code not in reward.cleared]


def acknowledged(unit: Unit, on: date) -> bool:
    """Whether the unit's written acknowledgement is on file."""
    return Acknowledgement.objects.filter(unit=unit, signed_on__lte=on).exists()


def year_total_of(reward: Reward, on: date, within_days: int) -> Decimal:
    """Rewards and gifts of the person's year with this reward, in yuan (L2).

    Rewards in the order they accrued: the one that reaches a step is looked at, not those before
    it. An unpaid one counts on `on`, as if it were paid then.
    """
    people = people_of([reward.contact])
    before = Reward.objects.filter(contact__in=people, state__in=COUNTED, pk__lt=reward.pk)
    paid = [*_rewards_dated(before, on), *_gifts_dated(Gift.objects.filter(contact__in=people), on)]
    return sum_of_year([*paid, (on, reward.amount)], on, within_days)


def year_total_with_gift(gift: Gift, on: date, within_days: int) -> Decimal:
    """The same for a gift: all the person's rewards, and the gifts asked for before it (L2)."""
    people = people_of([gift.contact])
    rewards = Reward.objects.filter(contact__in=people, state__in=COUNTED)
    others = Gift.objects.filter(contact__in=people).exclude(pk=gift.pk)
    before = others.filter(Q(pk__lt=gift.pk) | Q(state=GiftState.GIVEN))
    paid = [*_rewards_dated(rewards, on), *_gifts_dated(before, on)]
    return sum_of_year([*paid, (on, gift.value)], on, within_days)


def year_total_of_person(contact: Contact, on: date, within_days: int) -> Decimal:
    """All a person got or is to get in the year of a day, as the steps count it (L2)."""
    people = people_of([contact])
    rewards = Reward.objects.filter(contact__in=people, state__in=COUNTED)
    gifts = Gift.objects.filter(contact__in=people)
    return sum_of_year([*_rewards_dated(rewards, on), *_gifts_dated(gifts, on)], on, within_days)


def _rewards_dated(rewards: QuerySet[Reward], on: date) -> list[tuple[date, Decimal]]:
    rows = rewards.values_list("voucher__paid_at", "amount")
    return [(timezone.localdate(at) if at else on, amount) for at, amount in rows]


def _gifts_dated(gifts: QuerySet[Gift], on: date) -> list[tuple[date, Decimal]]:
    """One that is still to be given counts on `on`, as an unpaid reward does."""
    rows = gifts.filter(state__in=COUNTED_GIFTS).values_list("given_on", "value")
    return [(day or on, value) for day, value in rows]


# --- desk -----------------------------------------------------------------------------------


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def month_so_far(person: str, month: date) -> tuple[Decimal, Decimal]:
    """Gross and tax withheld of one person's month, over all projects (R8)."""
    rows = Voucher.objects.counted().filter(person=person, tax_month=month)
    sums = rows.aggregate(gross=Sum("gross"), tax=Sum("tax"))
    return yuan(sums["gross"] or 0), yuan(sums["tax"] or 0)


def payable_beside(reward: Reward) -> QuerySet[Reward]:
    """Other rewards that can go on the same voucher: same person, same unit, payable."""
    return Reward.objects.filter(
        contact=reward.contact_id, unit=reward.unit_id, state=RewardState.PAYABLE
    ).exclude(pk=reward.pk)


def own_purchases(contact: Contact) -> QuerySet[Purchase]:
    """The person's own signed purchases, from whose price a reward can be deducted (R4)."""
    return Purchase.objects.filter(
        contact__in=people_of([contact]),
        state__in=(PurchaseState.CONTRACTED, *PAID_FOR),
    ).select_related("home", "contact")
