"""Reads over purchases: a unit's count, a quote, what is open (P1–P6, P10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from core.models import PolicyRow
from core.money import yuan
from core.policies import from_row, policy_on
from pricing import terms
from pricing.models import PriceDifference, Purchase
from pricing.policies import PricingPolicy
from pricing.rules import PriceStep, group_multiplier, price_steps, total_saving
from pricing.states import DifferenceState
from units.models import Campaign, Contact, KeyPersonTenure, Unit

STEP_CODES = ("list", "plan", "group")


def campaign_on(project_id: int, day: date) -> Campaign | None:
    """The project's campaign whose window holds `day`; of two the later one."""
    found: Campaign | None = (
        Campaign.objects.filter(project_id=project_id).on(day).order_by("-starts_on", "-pk").first()
    )
    return found


def kept_steps(steps: Iterable[PriceStep]) -> list[dict[str, str]]:
    """The rows of a calculation as they are stored."""
    return [
        {
            "label": code,
            "multiplier": f"{step.multiplier.normalize():f}",
            "price": str(step.price),
            "saving": str(step.saving),
        }
        for code, step in zip(STEP_CODES, steps, strict=True)
    ]


# --- the group ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """What decides the group multiplier of a unit's people; `homes` counts by campaign (P4)."""

    rule: str
    homes: Mapping[int, int]
    tenures: tuple[KeyPersonTenure, ...]

    def count(self, campaign_id: int | None) -> int:
        """The homes that count in a campaign; outside any, none."""
        return self.homes.get(campaign_id, 0) if campaign_id else 0

    def is_key_person(self, contact_id: int, day: date) -> bool:
        """Whether the person is key person now or was on `day` (the last day not included)."""
        return any(
            tenure.contact_id == contact_id
            and (tenure.ends_on is None or tenure.starts_on <= day < tenure.ends_on)
            for tenure in self.tenures
        )

    def case(self, buyer: Contact, campaign_id: int | None, day: date) -> terms.GroupCase:
        """The question `terms.multiplier_for` answers for one buyer."""
        return terms.GroupCase(
            self.rule,
            self.count(campaign_id),
            certificate=buyer.certificate,
            key_person=self.is_key_person(buyer.pk, day),
        )


NO_GROUP = Group("none", {}, ())


def group_of(unit: Unit | None) -> Group:
    """The group of a unit, live: two queries and its category."""
    if unit is None:
        return NO_GROUP
    tenures = tuple(unit.tenures.only("contact_id", "starts_on", "ends_on", "unit_id"))
    return Group(unit.category.group_rule, homes_of(unit), tenures)


def homes_of(unit: Unit) -> dict[int, int]:
    """What counts of a unit (P4): homes by campaign."""
    counted = (
        Purchase.objects.counted()
        .filter(unit_id=unit.pk, campaign__isnull=False)
        .values_list("campaign_id")
        .annotate(Count("home_id", distinct=True))
        .order_by()
    )
    return dict(counted)


@dataclass(frozen=True)
class Standing:
    """Where a unit stands in a campaign: "8 of 9 homes, one more brings 9.8折"."""

    homes: int
    multiplier: Decimal
    by_certificate: bool
    goal: int | None = None
    next_multiplier: Decimal | None = None

    @property
    def missing(self) -> int:
        """How many homes are missing to the next tier."""
        return (self.goal or self.homes) - self.homes

    @property
    def percent(self) -> int:
        """For a bar."""
        return 100 if not self.goal else self.homes * 100 // self.goal


def standing(group: Group, campaign_id: int | None, policy: PricingPolicy) -> Standing | None:
    """The group's count against its tiers; None for a unit whose people do not buy as a group."""
    tiers = terms.tiers_of(policy, group.rule)
    if not tiers:
        return None
    homes = group.count(campaign_id)
    if group.rule == terms.CERTIFICATE:
        homes = max(homes, 1)
    tier = terms.next_tier(tiers, homes)
    return Standing(
        group.count(campaign_id),
        group_multiplier(tiers, homes),
        group.rule == terms.CERTIFICATE,
        tier.homes if tier else None,
        tier.multiplier if tier else None,
    )


# --- prices ---------------------------------------------------------------------------------


def policies_of(purchases: Iterable[Purchase]) -> dict[int | None, PricingPolicy]:
    """The policies under which purchases were priced, by row id; one query for all."""
    ids = {purchase.policy_id for purchase in purchases if purchase.policy_id}
    rows = PolicyRow.objects.in_bulk(ids) if ids else {}
    found: dict[int | None, PricingPolicy] = {
        key: from_row(PricingPolicy, row) for key, row in rows.items()
    }
    found[None] = PricingPolicy()
    return found


@dataclass(frozen=True)
class Quote:
    """A price step by step, and what it rests on."""

    steps: list[PriceStep]
    plan_multiplier: Decimal
    group_multiplier: Decimal
    policy: PricingPolicy
    standing: Standing | None

    @property
    def price(self) -> Decimal:
        """The last step's."""
        return self.steps[-1].price

    @property
    def saving(self) -> Decimal:
        """Of all steps."""
        return total_saving(self.steps)


@dataclass(frozen=True)
class Question:
    """Who asks for a price: the plan, the day, the unit, the buyer if known."""

    plan: str
    day: date
    unit: Unit | None = None
    buyer: Contact | None = None
    group_met: bool = False  # as if the unit had reached its number of homes


def quote(list_price: Decimal, project_id: int, asked: Question) -> Quote:
    """What a home costs on a day (P1, P3, P6); nothing is written."""
    policy = policy_on(PricingPolicy, asked.day, project_id)
    group = group_of(asked.unit)
    campaign = campaign_on(project_id, asked.day) if asked.unit else None
    campaign_id = campaign.pk if campaign else None
    plan_multiplier: Decimal = getattr(policy, asked.plan)
    multiplier = terms.multiplier_for(policy, _case(group, campaign_id, asked))
    return Quote(
        price_steps(list_price, plan_multiplier, multiplier),
        plan_multiplier,
        multiplier,
        policy,
        standing(group, campaign_id, policy),
    )


def _case(group: Group, campaign_id: int | None, asked: Question) -> terms.GroupCase:
    if asked.buyer is not None and not asked.group_met:
        return group.case(asked.buyer, campaign_id, asked.day)
    return terms.GroupCase(
        group.rule, group.count(campaign_id), certificate=True, key_person=asked.group_met
    )


def shown_steps(purchase: Purchase) -> list[PriceStep]:
    """The stored rows of a purchase's price for the screen; each figure as it was worked out."""
    labels: dict[str, str] = {
        "list": _("List price"),
        "plan": purchase.get_plan_display(),
        "group": _("Group discount"),
    }
    return [
        PriceStep(
            labels[row["label"]],
            Decimal(row["multiplier"]),
            Decimal(row["price"]),
            Decimal(row["saving"]),
        )
        for row in purchase.steps
    ]


# --- money ----------------------------------------------------------------------------------


def received(purchase: Purchase) -> Decimal:
    """The sum of the ledger, in yuan: received less paid back."""
    return yuan(purchase.entries.aggregate(sum=Sum("amount"))["sum"] or 0)


def owed_by_id(purchase_ids: Iterable[int]) -> dict[int, Decimal]:
    """The price differences owed or settled, by purchase."""
    rows = PriceDifference.objects.filter(purchase_id__in=list(purchase_ids)).exclude(
        state=DifferenceState.VOID
    )
    return dict(rows.values_list("purchase_id").annotate(Sum("amount")).order_by())


def open_amount(purchase: Purchase) -> Decimal:
    """What the buyer still pays in yuan; below zero what the buyer gets back.

    Of a cancelled purchase nothing is owed, so all that was received is to be refunded.
    """
    price = purchase.contract_price or purchase.price
    if purchase.cancelled_on is not None:
        price = yuan(0)
    owed = owed_by_id([purchase.pk]).get(purchase.pk, yuan(0))
    return price - owed - received(purchase)
