"""Groups and their branches (U2): a tree within one project, whoever changes it at once."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Project
from core.errors import DomainError
from units.models import Unit


def lock_groups(unit_id: int, facts: Mapping[str, Any]) -> None:
    """Before a unit gets another group, take the project's row: one tree is changed at a time.

    Two who put each other's units into a ring would not meet on any unit; here they do.
    """
    if "parent" not in facts:
        return
    now = Unit.objects.values_list("project_id", "parent_id").get(pk=unit_id)
    if now[1] != getattr(facts["parent"], "pk", None):
        Project.objects.select_for_update(no_key=True).get(pk=now[0])


def refuse_group(unit: Unit) -> None:
    """DomainError where the unit's group is of another project, or the unit's own branch."""
    parent = unit.parent
    if parent is None:
        return
    if parent.project_id != unit.project_id:
        raise DomainError(
            _("The group belongs to another project. Choose one of this project."), field="parent"
        )
    if unit.pk is not None and unit.pk in _upwards(parent):
        raise DomainError(
            _("This unit is the group of the one you chose. Choose another group."), field="parent"
        )


def _upwards(unit: Unit) -> set[int]:
    """The unit, its group, that one's group and so on."""
    found: set[int] = set()
    key: int | None = unit.pk
    while key is not None and key not in found:
        found.add(key)
        key = Unit.objects.values_list("parent_id", flat=True).get(pk=key)
    return found
