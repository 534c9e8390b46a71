"""What happens below that visits answers; each one line into a service."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from units.models import Unit
from units.signals import unit_assigned, unit_evaluated
from visits.services import follow_ups_hand_over, follow_ups_redate, reports_hand_over


@receiver(unit_evaluated, dispatch_uid="visits.redate")
def redate_follow_ups(unit: Unit, by: User, **_: Any) -> None:
    """V6: the rhythm follows the grade."""
    follow_ups_redate(unit=unit, by=by)


@receiver(unit_assigned, dispatch_uid="visits.hand_over")
def hand_over(unit: Unit, by: User, **_: Any) -> None:
    """U5: what is owed and what was written goes with the unit."""
    follow_ups_hand_over(unit=unit, by=by)
    reports_hand_over(unit=unit, by=by)
