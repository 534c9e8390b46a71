"""What units does when others have decided or left: one line each."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import person_left
from core.approvals import approved, returned
from core.models import Approval
from units.services import erasure, handover_wanted
from units.services.gift import APPROVAL, gift_decided


@receiver(approved)
def on_approved(approval: Approval, by: Any, **_: Any) -> None:
    """The manager allows a gift (K5); the second pair of eyes an erasure (L1)."""
    if approval.kind == APPROVAL:
        gift_decided(gift_id=approval.subject_id, approved=True, by=by)
    elif approval.kind == erasure.KIND:
        erasure.erasure_approved(approval=approval, by=by)


@receiver(returned)
def on_returned(approval: Approval, by: Any, **_: Any) -> None:
    """The manager does not; the person stays, the request is open again."""
    if approval.kind == APPROVAL:
        gift_decided(gift_id=approval.subject_id, approved=False, by=by)
    elif approval.kind == erasure.KIND:
        erasure.erasure_returned(approval=approval, by=by)


@receiver(person_left, dispatch_uid="units.handover_wanted")
def on_left(user: User, by: User, **_: Any) -> None:
    """U5: what a leaver followed needs a new owner."""
    handover_wanted(user=user, by=by)
