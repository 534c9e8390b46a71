"""What pricing does when units tells it: one line each."""

from typing import Any

from django.dispatch import receiver

from pricing.services import unit_reprice
from units.signals import (
    certificate_changed,
    key_person_changed,
    merge_undone,
    records_merged,
)


@receiver(key_person_changed)
def on_key_person(tenure: Any, **_: Any) -> None:
    """The new key person's own reservation gets the group's price (P6)."""
    unit_reprice(unit_id=tenure.unit_id, by=tenure.named_by)


@receiver(certificate_changed)
def on_certificate(contact: Any, by: Any, **_: Any) -> None:
    """A teacher's reservation follows the certificate, and loses the price with it (P3, P5)."""
    if contact.unit_id is not None:
        unit_reprice(unit_id=contact.unit_id, by=by)


@receiver(records_merged)
def on_merged(merge: Any, by: Any, **_: Any) -> None:
    """The homes of both units count together from here on (P4, P5)."""
    if unit_id := merge.unit_id or merge.contact.unit_id:
        unit_reprice(unit_id=unit_id, by=by)


@receiver(merge_undone)
def on_merge_undone(merge: Any, by: Any, **_: Any) -> None:
    """Each unit has its own count again (P5)."""
    units = {merge.unit_id, merge.unit_gone_id}
    if merge.contact_id:
        units = {merge.contact.unit_id, merge.contact_gone.unit_id}
    for unit_id in sorted(units - {None}):
        unit_reprice(unit_id=unit_id, by=by)
