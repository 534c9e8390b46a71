"""Two records that look alike are two: kept, so that nobody is asked again (U8)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.abilities import Role
from core.errors import DomainError
from units.models import NotSame, Unit
from units.services.shared import locked_contact, locked_unit


@transaction.atomic
def units_not_same(*, unit_id: int, other_id: int, by: User) -> NotSame:
    """Two units are two."""
    return _kept(locked_unit, (unit_id, other_id), by)


@transaction.atomic
def contacts_not_same(*, contact_id: int, other_id: int, by: User) -> NotSame:
    """Two people are two."""
    return _kept(locked_contact, (contact_id, other_id), by)


def _kept(locked: Any, two: tuple[int, int], by: User) -> NotSame:
    """The lower key first; once more does nothing."""
    if two[0] == two[1]:
        raise DomainError(_("Choose two records."))
    one, other = (locked(key) for key in sorted(two))
    if by.role == Role.LEADER and not {one.team_id, other.team_id} <= by.team_ids:
        raise DomainError(_("A leader decides on the team's own. Ask the sales manager."))
    name = "unit" if isinstance(one, Unit) else "contact"
    kept, made = NotSame.objects.get_or_create(
        **{name: one, f"{name}_too": other}, defaults={"by": by}
    )
    if made:
        audit.record(f"{one._meta.label_lower}.not_same", one, by=by, other=other.pk)
    return kept
