"""Reading what holds on a day, and setting what shall hold from a day on.

A row in force is never changed and none is set for a day that has begun, so whatever was decided
can be worked out again (ADR 020).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import DomainError
from core.models import PolicyRow
from core.policies.kinds import kind_named, name_of
from core.policies.values import as_values, pack, unpack

Values = TypeVar("Values")


def policy_on(cls: type[Values], day: date, project_id: int | None = None) -> Values:
    """The values that hold on `day`: a project's own row, else the general one, else the defaults.

    One query, no cache: what was saved a moment ago is what the next reader gets.
    """
    row = PolicyRow.objects.in_force(name_of(cls), day, project_id)
    return cls() if row is None else from_row(cls, row)


def from_row(cls: type[Values], row: PolicyRow) -> Values:
    """The values a row keeps, with `policy_id` set to it."""
    values = cls(**unpack(cls, row.values))
    object.__setattr__(values, "policy_id", row.pk)  # frozen: this is its making
    return values


@dataclass(frozen=True)
class Change:
    """New values of a policy from a day on. `values` holds every field of the dataclass."""

    kind: str
    valid_from: date
    values: Mapping[str, Any]
    note: str = ""
    project_id: int | None = None


@transaction.atomic
def policy_set(
    *, kind: str, valid_from: date, values: Mapping[str, Any], note: str, by: Any
) -> PolicyRow:
    """Set a policy's values for every project from `valid_from`, tomorrow at the soonest."""
    return _set(Change(kind, valid_from, values, note), by)


@transaction.atomic
def project_policy_set(*, project_id: int, change: Change, by: Any) -> PolicyRow:
    """The same for one project that `by` works for."""
    if project_id not in by.project_ids:
        raise DomainError(_("This project is not one of yours."), field="project_id")
    return _set(replace(change, project_id=project_id), by)


def _set(change: Change, by: Any) -> PolicyRow:
    cls = kind_named(change.kind).cls
    _check_day(change.valid_from)
    _check_values(cls, change.values)
    before = PolicyRow.objects.in_force(change.kind, change.valid_from, change.project_id)
    row = PolicyRow(
        kind=change.kind,
        project_id=change.project_id,
        valid_from=change.valid_from,
        values=pack(cls, change.values),
        note=change.note,
        created_by=by,
    )
    _insert(row)
    was = before.values if before else pack(cls, as_values(cls()))
    audit.record(
        "core.policy_set", row, by=by, kind=row.kind, day=row.valid_from, was=was, values=row.values
    )
    return row


def _check_day(day: date) -> None:
    if day <= timezone.localdate():
        raise DomainError(
            _(
                "New values begin tomorrow at the soonest: what is decided today keeps "
                "today's. Choose a later day."
            ),
            field="valid_from",
        )


def _check_values(cls: type, values: Mapping[str, Any]) -> None:
    check = getattr(cls(**values), "check", None)
    if check is not None:
        check()


def _insert(row: PolicyRow) -> None:
    """The constraint decides between two who set the same day at once."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise DomainError(
            _(
                "New values from %(day)s on are planned already. Withdraw them first, or choose "
                "another day."
            )
            % {"day": row.valid_from},
            field="valid_from",
        ) from None


@transaction.atomic
def policy_withdraw(*, row_id: int, by: Any) -> PolicyRow:
    """Take back planned values before their day; the row stays in the history."""
    row = PolicyRow.objects.select_for_update().get(pk=row_id)
    now = timezone.now()
    if row.withdrawn_at is not None:
        raise DomainError(_("These values were withdrawn already."))
    if row.valid_from <= timezone.localdate(now):
        raise DomainError(_("These values are in force, so set new ones instead."))
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    audit.record("core.policy_withdraw", row, by=by, kind=row.kind, day=row.valid_from)
    return row
