"""The head of the chain outside the database: a signed file an hour (L3).

Whoever may rewrite the database could rewrite the whole chain, but not the files already written,
if AUDIT_DIR lies where the application may only add.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.signing import BadSignature, Signer

from core.models import AuditHead

_SUFFIX = ".head"


@dataclass(frozen=True)
class Head:
    """The newest link at a moment (ISO 8601)."""

    sequence: int
    hash: str
    at: str


def write_head(now: datetime) -> Path | None:
    """Write the head as it is now; the file of the same head is not written twice.

    Returns the file, or None while nothing has been recorded.
    """
    newest = AuditHead.objects.first()
    if newest is None or newest.sequence == 0:
        return None
    path = Path(settings.AUDIT_DIR) / f"{newest.sequence:012d}{_SUFFIX}"
    if not path.exists():
        head = Head(newest.sequence, newest.hash, now.isoformat(timespec="seconds"))
        _put(path, _signer().sign(json.dumps(asdict(head), sort_keys=True)))
    return path


def kept_heads() -> Iterator[tuple[Path, Head | None]]:
    """Every file with what it says, in order; None where the signature is wrong."""
    for path in sorted(Path(settings.AUDIT_DIR).glob(f"*{_SUFFIX}")):
        yield path, _read(path)


def _read(path: Path) -> Head | None:
    try:
        return Head(**json.loads(_signer().unsign(path.read_text(encoding="utf-8"))))
    except (BadSignature, ValueError, TypeError):
        return None


def _put(path: Path, text: str) -> None:
    """Whole or not at all, and never over another file."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".head-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # another process wrote the same head
    finally:
        os.unlink(draft)


def _signer() -> Signer:
    return Signer(salt="core.audit.heads")
