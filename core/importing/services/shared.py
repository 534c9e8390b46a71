"""What the commands on imports share: the batch under its lock, who may, the arrows."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import states
from core.errors import DomainError
from core.importing.kinds import ImportKind, kind_named
from core.importing.states import TRANSITIONS
from core.models import ImportBatch
from core.sentences import keep

# Up to here a person waits for the result; beyond, the worker takes it.
AT_ONCE = 200  # rows to write
AT_ONCE_BYTES = 64 * 1024  # of a file to read …
AT_ONCE_UNPACKED = 2 * 1024 * 1024  # … and unpacked


def allowed(kind: str, by: Any) -> ImportKind:
    """The kind, if this person may import it."""
    found = kind_named(kind)
    if not by.has_perm(found.ability):
        raise DomainError(_("You may not import this."))
    return found


def locked(batch_id: int, by: Any) -> ImportBatch:
    """One's own import under its lock."""
    rows = ImportBatch.objects.visible_to(by).select_for_update(no_key=True, of=("self",))
    batch: ImportBatch = rows.get(pk=batch_id)
    return batch


def advance(
    batch: ImportBatch, to: str, *, by: Any, why: str = "", fields: tuple[str, ...] = ()
) -> None:
    """Nobody else assigns an import's state."""
    states.advance(batch, to, by=by, why=why, transitions=TRANSITIONS, fields=fields)


def fail(batch: ImportBatch, to: str, *, by: Any, why: str | Promise) -> ImportBatch:
    """Move on with the reason the page shows, to each reader in their language."""
    batch.failure = keep(why)
    advance(batch, to, by=by, why=str(why), fields=("failure",))
    return batch
