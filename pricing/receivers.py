"""What pricing does when units tells it: one line each."""

from typing import Any

from django.dispatch import receiver

from pricing.services import unit_reprice
from units.signals import key_person_changed


@receiver(key_person_changed)
def on_key_person(tenure: Any, **_: Any) -> None:
    """The new key person's own reservation gets the group's price (P6)."""
    unit_reprice(unit_id=tenure.unit_id, by=tenure.named_by)
