"""What happens below that visits answers; each one line into a service."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from units.models import Contact, Unit
from units.signals import (
    contact_erased,
    customer_assigned,
    pooled,
    unit_assigned,
    unit_evaluated,
)
from visits.services import (
    contact_follow_ups_hand_over,
    follow_ups_drop,
    follow_ups_end,
    follow_ups_hand_over,
    follow_ups_redate,
    reports_hand_over,
)


@receiver(unit_evaluated, dispatch_uid="visits.redate")
def redate_follow_ups(unit: Unit, by: User, **_: Any) -> None:
    """V6: the rhythm follows the grade."""
    follow_ups_redate(unit=unit, by=by)


@receiver(unit_assigned, dispatch_uid="visits.hand_over")
def hand_over(unit: Unit, by: User, **_: Any) -> None:
    """U5: what is owed and what was written goes with the unit."""
    follow_ups_hand_over(unit=unit, by=by)
    reports_hand_over(unit=unit, by=by)


@receiver(customer_assigned, dispatch_uid="visits.hand_over_customer")
def hand_over_customer(contact: Contact, by: User, **_: Any) -> None:
    """U5: what is owed to a customer goes with them."""
    contact_follow_ups_hand_over(contact=contact, by=by)


@receiver(pooled, dispatch_uid="visits.drop")
def drop(subject: Unit | Contact, by: User | None, **_: Any) -> None:
    """U7: nobody owes anything to what is in the pool."""
    follow_ups_drop(subject=subject, by=by)


@receiver(contact_erased, dispatch_uid="visits.end")
def end_follow_ups(contact: Contact, by: User, **_: Any) -> None:
    """L1: nothing is owed any more to a person who is erased."""
    follow_ups_end(contact=contact, by=by)
