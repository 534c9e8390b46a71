"""What campaigns count of purchases (U3)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from pricing.models import Purchase
from pricing.states import PurchaseState
from units.measures import Counts, Measure, by_category, register
from units.models import Campaign, Contact, Target
from units.rules import Window


def _subscriptions(campaign: Campaign, windows: Sequence[Window]) -> Counts:
    return by_category(_live(campaign), "unit__category", "subscribed_on", windows)


def _contracts(campaign: Campaign, windows: Sequence[Window]) -> Counts:
    return by_category(_live(campaign), "unit__category", "contracted_on", windows)


def _live(campaign: Campaign) -> QuerySet[Any]:
    rows: QuerySet[Any] = Purchase.objects.filter(project=campaign.project_id)
    return rows.exclude(state=PurchaseState.CANCELLED)


def _sincere(campaign: Campaign, windows: Sequence[Window]) -> Counts:
    rows = Contact.objects.filter(project=campaign.project_id)
    return by_category(rows, "unit__category", "sincere_on", windows)


def _sincere_who_bought(campaign: Campaign, windows: Sequence[Window]) -> Counts:
    rows = _live(campaign).filter(contact__sincere_on__isnull=False)
    return by_category(rows, "unit__category", "subscribed_on", windows, of="contact")


register(Measure(Target.Kind.CONVERSION, _sincere_who_bought, base=_sincere))
register(Measure(Target.Kind.SUBSCRIPTIONS, _subscriptions))
register(Measure(Target.Kind.CONTRACTS, _contracts))
