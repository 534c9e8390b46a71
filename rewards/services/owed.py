"""What is owed because of a reward, settled (R7, L2)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from rewards import permissions
from rewards.models import Conversion, Reclaim
from rewards.services.shared import require


@transaction.atomic
def reclaim_settle(*, reclaim_id: int, note: str, by: User) -> Reclaim:
    """The person gave the money back."""
    reclaim: Reclaim = Reclaim.objects.select_for_update().get(pk=reclaim_id)
    _settle(reclaim, note, by)
    return reclaim


@transaction.atomic
def conversion_settle(*, conversion_id: int, note: str, by: User) -> Conversion:
    """The discount was granted to the unit's buyers."""
    conversion: Conversion = Conversion.objects.select_for_update().get(pk=conversion_id)
    _settle(conversion, note, by)
    return conversion


def _settle(owed: Reclaim | Conversion, note: str, by: User) -> None:
    require(by, permissions.OWED_SETTLE)
    if owed.settled_on is not None:
        raise DomainError(
            _("This was settled on %(day)s. Reload the page.") % {"day": owed.settled_on}
        )
    if not note.strip():
        raise DomainError(_("Say how it was settled."), field="note")
    owed.settled_on, owed.settled_by = timezone.localdate(), by
    owed.settled_note = note.strip()[:200]
    owed.save(update_fields=["settled_on", "settled_by", "settled_note"])
    audit.record(f"{owed._meta.label_lower}.settled", owed, by=by, amount=owed.amount)
