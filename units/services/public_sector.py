"""What leaves the public sector: the field may not do it, and compliance is told who did (L2)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.services.notifications import Text, notify
from core.abilities import Role
from core.errors import DomainError
from units.models import Category, Unit


def leaves_public(unit: Unit, facts: Mapping[str, Any]) -> bool:
    """Whether the facts would put the unit into a category outside the public sector."""
    wanted = facts.get("category")
    return wanted is not None and unit.category.public_sector and not wanted.public_sector


def refuse_leaving_public(unit: Unit, facts: Mapping[str, Any]) -> None:
    """Nobody in the field takes a unit out of the public sector: that is what holds gifts (L2)."""
    if leaves_public(unit, facts):
        raise DomainError(
            _("This unit is in the public sector. Only the sales manager changes that."),
            field="category",
        )


def unit_left_public(unit: Unit, by: User) -> int:
    """Compliance is told; what is on hold already stays so."""
    return _tell(
        [unit.project_id],
        f"unit:{unit.pk}:{unit.version}",
        lambda: _("%(unit)s is no longer in the public sector") % {"unit": unit},
        by,
    )


def category_left_public(category: Category, by: User) -> int:
    """The same for all units of a category."""
    return _tell(
        by.project_ids,
        f"category:{category.pk}:{category.version}",
        lambda: (
            _("Units of the category “%(category)s” are no longer in the public sector")
            % {"category": category}
        ),
        by,
    )


def _tell(project_ids: Iterable[int], key: str, title: Text, by: User) -> int:
    told = User.objects.filter(role=Role.COMPLIANCE, projects__in=project_ids)
    return notify(
        user_ids=told.values_list("pk", flat=True),
        kind="units.public_sector.left",
        key=key,
        title=title,
        body=gettext_lazy(
            "Coming rewards and gifts to their people are not held for this reason any more. "
            "Look whether that is right; the audit trail says who changed it."
        ),
        by=by,
    )
