"""Two people, one record: an edit carries the version it was loaded with (V4)."""

from typing import Any

from django.utils.translation import gettext as _

from core.errors import DomainError


class Conflict(DomainError):
    """Somebody saved the record in between; the page shows theirs beside what was typed."""


def check(subject: Any, version: int) -> None:
    """Conflict when somebody saved `subject` since `version`; the caller holds its lock."""
    if subject.version != version:
        raise Conflict(
            _(
                "Somebody else saved this while you were writing. Nothing of theirs was "
                "overwritten and your text is still below: compare, then save again."
            )
        )


def bump(subject: Any) -> str:
    """Raise the version; returns the field's name for `update_fields`."""
    subject.version += 1
    return "version"
