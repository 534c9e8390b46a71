"""Files of records: kept under random names, opened only by who may see the record.

Another app names its kinds with `register_kind` and saves with `attachment_save`. The bytes are
written before the row: after a rollback a file without a row may stay, which `sweep` removes.
"""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.errors import DomainError
from core.models import Attachment
from core.registry import Picture
from core.uploads import PDF, CheckedFile, check, thumbnail

FOLDER = "files"
SETTLED = timedelta(hours=1)  # a file younger than this may still be waiting for its row's commit


@dataclass(frozen=True)
class FileKind:
    """What a file is for. `pdf` lets PDFs in, `office` documents; `ability` is needed to open it,
    beside its record."""

    name: str
    label: str | Promise
    pdf: bool = False
    ability: str = ""
    office: bool = False


_kinds: dict[str, FileKind] = {}


def register_kind(kind: FileKind) -> str:
    """Declare a kind of file; returns its name."""
    _kinds[kind.name] = kind
    return kind.name


def kind_of(name: str) -> FileKind:
    """The declared kind; an unknown name is a programming error: KeyError."""
    return _kinds[name]


PHOTO = register_kind(FileKind("photo", gettext_lazy("photo")))
EVIDENCE = register_kind(FileKind("evidence", gettext_lazy("evidence"), pdf=True))


@transaction.atomic
def attachment_save(
    *,
    subject: Model,
    upload: "File[Any] | CheckedFile",
    kind: str,
    by: Any,
    at: datetime | None = None,
) -> Attachment:
    """Keep a file of `subject`. Raises DomainError when it is too large, broken or of a wrong type.

    What a form field has checked (`CheckedFile`) is not decoded again. Files that came together
    are kept `at` one moment.
    """
    checked = _fit(upload, kind_of(kind))
    kept = Attachment.objects.create(
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        kind=kind_of(kind).name,
        stored=_write(checked.data, checked.suffix),
        small=_write_small(checked),
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        by=by,
        at=at or timezone.now(),
    )
    audit.record("core.file_added", subject, by=by, file=kept.pk, kind=kind, sha256=kept.sha256)
    return kept


@transaction.atomic
def attachment_remove(*, attachment_id: int, by: Any) -> None:
    """Take a file away, its bytes too once the transaction is through (L1: erasure)."""
    kept = Attachment.objects.select_for_update().get(pk=attachment_id)
    audit.record("core.file_removed", kept, by=by, record=f"{kept.subject_type}:{kept.subject_id}")
    stored = [name for name in (kept.stored, kept.small) if name]
    kept.delete()
    for name in stored:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)


def attachments_of(subject: Model, kind: str = "") -> QuerySet[Attachment]:
    """The files of a record, oldest first."""
    files = Attachment.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return files.filter(kind=kind) if kind else files


def pictures_of(model: type[Model], keys: Any, kind: str = "") -> dict[int, tuple[Picture, ...]]:
    """The files of several records of one model, by record, oldest first; one question."""
    files = Attachment.objects.filter(subject_type=model._meta.label_lower, subject_id__in=keys)
    found: dict[int, tuple[Picture, ...]] = {}
    for kept in files.filter(kind=kind) if kind else files:
        found[kept.subject_id] = (*found.get(kept.subject_id, ()), picture_of(kept))
    return found


def picture_of(kept: Attachment, remove_url: str = "") -> Picture:
    """A file as a timeline shows it."""
    small = kept.get_small_url() if kept.is_photo else ""
    return Picture(kept.get_absolute_url(), kept.name, small, remove_url)


def subject_seen_by(user: Any, kept: Attachment) -> bool:
    """Whether the user may see the record the file belongs to; a record that is gone: no."""
    visible = getattr(apps.get_model(kept.subject_type).objects, "visible_to", None)
    return visible is not None and visible(user).filter(pk=kept.subject_id).exists()


def may_open(user: Any, kept: Attachment) -> bool:
    """Whether the user holds the ability the kind of file asks for."""
    needed = _kinds[kept.kind].ability if kept.kind in _kinds else ""
    return not needed or bool(user.has_perm(needed))


def _fit(upload: "File[Any] | CheckedFile", kind: FileKind) -> CheckedFile:
    if not isinstance(upload, CheckedFile):
        return check(upload, pdf=kind.pdf, office=kind.office)
    taken = kind.office or upload.content_type.startswith("image/")
    if taken or (kind.pdf and upload.content_type == PDF):
        return upload
    raise DomainError(_("Only JPEG, PNG and WebP pictures can be added. Choose one of them."))


def _write_small(checked: CheckedFile) -> str:
    """The thumbnail's name; "" for what is no picture."""
    if not checked.content_type.startswith("image/"):
        return ""
    return _write(thumbnail(checked.data, checked.content_type), checked.suffix)


def _write(data: bytes, suffix: str) -> str:
    token = secrets.token_hex(16)
    name = f"{FOLDER}/{token[:2]}/{token}{suffix}"
    try:
        return default_storage.save(name, ContentFile(data))
    except OSError as error:
        with suppress(OSError):
            default_storage.delete(name)
        raise DomainError(
            _("The file could not be kept. Everything else is still here: try again later.")
        ) from error


def lost_files() -> list[str]:
    """Rows whose file is missing or has another size."""
    return [
        f"core.attachment {kept.pk}"
        for kept in Attachment.objects.iterator()
        if not default_storage.exists(kept.stored)
        or default_storage.size(kept.stored) != kept.size
        or (kept.small and not default_storage.exists(kept.small))
    ]


def stray_files(now: datetime) -> list[str]:
    """Stored files older than SETTLED that no row knows, as left by a rollback or a crash."""
    pairs = Attachment.objects.values_list("stored", "small")
    known = {name for pair in pairs for name in pair}
    return _strays(FOLDER, known, now)


def _strays(folder: str, known: set[str], now: datetime) -> list[str]:
    return [
        name
        for name in _stored_names(default_storage, folder)
        if name not in known and default_storage.get_modified_time(name) < now - SETTLED
    ]


def sweep_folder(folder: str, known: set[str], now: datetime) -> int:
    """Delete the stray files of another folder, whose own rows say what is known."""
    strays = _strays(folder, known, now)
    for name in strays:
        default_storage.delete(name)
    return len(strays)


def sweep(now: datetime) -> int:
    """Delete stray files; returns how many. Repeating it does no harm."""
    strays = stray_files(now)
    for name in strays:
        default_storage.delete(name)
    return len(strays)


def _stored_names(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from _stored_names(storage, f"{folder}/{inner}")
