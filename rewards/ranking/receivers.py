"""What happens below is added to the day's figures, in the same transaction."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from pricing.signals import purchase_advanced
from pricing.states import PurchaseState
from rewards.ranking.services import registration_recount, total_add
from units.signals import customer_arrived, customer_registered, registration_moved
from visits.signals import report_submitted


@receiver(customer_registered)
def on_registered(registration: Any, **_: Any) -> None:
    """One registration more."""
    total_add(row=registration, day=registration.registered_on, registrations=1)


@receiver(registration_moved)
def on_moved(registration: Any, was_owner_id: int, was_team_id: int | None, **_: Any) -> None:
    """One registration more here, one less there."""
    registration_recount(
        registration=registration, was_owner_id=was_owner_id, was_team_id=was_team_id
    )


@receiver(customer_arrived)
def on_arrived(arrival: Any, **_: Any) -> None:
    """One arrival more."""
    total_add(row=arrival, day=arrival.arrived_on, arrivals=1)


@receiver(report_submitted)
def on_reported(report: Any, **_: Any) -> None:
    """One visit more, on the local day it was made."""
    total_add(row=report, day=timezone.localdate(report.visited_at), visits=1)


@receiver(purchase_advanced)
def on_advanced(purchase: Any, to: str, **_: Any) -> None:
    """Subscriptions and contracts count on their own day; a cancelled one is taken back."""
    if to == PurchaseState.SUBSCRIBED:
        total_add(row=purchase, day=purchase.subscribed_on, subscriptions=1)
    elif to == PurchaseState.CONTRACTED:
        _contract(purchase, 1)
    elif to == PurchaseState.CANCELLED:
        if purchase.subscribed_on:
            total_add(row=purchase, day=purchase.subscribed_on, subscriptions=-1)
        if purchase.contracted_on:
            _contract(purchase, -1)


def _contract(purchase: Any, sign: int) -> None:
    total_add(
        row=purchase,
        day=purchase.contracted_on,
        contracts=sign,
        contract_value=sign * purchase.contract_price,
    )
