"""Photos and files of a unit: added by who sees it, removed by who added them or a leader (U2)."""

from collections.abc import Iterable
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from core.files import attachment_remove, attachment_save
from core.models import Attachment
from core.uploads import CheckedFile
from units.models import Unit
from units.selectors.files import UNIT_FILE, may_remove
from units.services.shared import locked_unit


@transaction.atomic
def unit_files_add(*, unit_id: int, uploads: Iterable[File[Any] | CheckedFile], by: User) -> Unit:
    """Keep what came in one upload, all of it or nothing."""
    unit, now = locked_unit(unit_id), timezone.now()
    for upload in uploads:
        attachment_save(subject=unit, upload=upload, kind=UNIT_FILE, by=by, at=now)
    return unit


@transaction.atomic
def unit_file_remove(*, attachment_id: int, by: User) -> None:
    """Take a file away for good; the trail keeps that it was there."""
    kept = Attachment.objects.get(pk=attachment_id, kind=UNIT_FILE)
    if not may_remove(by, kept):
        raise DomainError(_("Only who added this file or a leader may remove it. Ask one of them."))
    attachment_remove(attachment_id=attachment_id, by=by)
