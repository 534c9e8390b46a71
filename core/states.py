"""States: a table of allowed arrows and the one function that moves along them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import DomainError
from core.models import StateChange

Transitions = Mapping[str, frozenset[str]]


def advance(  # noqa: PLR0913 - the arrow, who, why, its table and what else changes with it
    subject: Any,
    to: str,
    *,
    by: Any,
    transitions: Transitions,
    why: str = "",
    fields: Iterable[str] = (),
) -> datetime:
    """Move `subject.state` to `to`: writes the state (and `fields`), the change, the audit record.

    The caller holds the row's lock. Returns the moment. DomainError where no arrow leads.
    """
    before = subject.state
    if to not in transitions.get(before, frozenset()):
        raise DomainError(
            _("This is “%(before)s” now, so it cannot become “%(to)s”. Reload the page.")
            % {"before": _label(subject, before), "to": _label(subject, to)}
        )
    now = timezone.now()
    subject.state = to
    subject.save(update_fields=["state", *fields])
    note(subject, before, by=by, why=why, at=now)
    audit.record(
        f"{subject._meta.label_lower}.{to}", subject, by=by, was=before, why=audit.sealed(why)
    )
    return now


def note(subject: Any, before: str, *, by: Any, why: str = "", at: datetime) -> StateChange:
    """Write the transition row alone; also used for a row's first state (`before` = "")."""
    return StateChange.objects.create(
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        from_state=before,
        to_state=subject.state,
        by=by,
        why=why[:500],
        at=at,
    )


def changes(subject: Model) -> list[StateChange]:
    """The whole path of one row, oldest first."""
    return list(
        StateChange.objects.filter(
            subject_type=subject._meta.label_lower, subject_id=subject.pk
        ).select_related("by")
    )


def _label(subject: Any, state: str) -> str:
    choices = dict(subject._meta.get_field("state").flatchoices)
    return str(choices.get(state, state))
