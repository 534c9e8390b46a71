"""Photos and files of a unit: who sees them, who may take them away, what the timeline shows."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from core.abilities import Role
from core.files import FileKind, picture_of, register_kind
from core.models import Attachment
from core.registry import TimelineEntry
from core.timeline import older_than
from units.models import Unit

UNIT_FILE = register_kind(
    FileKind("unit", gettext_lazy("photo or file of a unit"), pdf=True, office=True)
)
AT_ONCE = 12  # files in one upload
CHIEFS = frozenset({Role.LEADER, Role.MANAGER})


def unit_files(user: User) -> QuerySet[Attachment]:
    """The files of all units this person may see."""
    return Attachment.objects.filter(
        subject_type=Unit._meta.label_lower,
        subject_id__in=Unit.objects.visible_to(user).values("pk"),
        kind=UNIT_FILE,
    )


def may_remove(user: User, kept: Attachment) -> bool:
    """Who added it, or a leader; that one sees its unit is asked elsewhere."""
    return kept.by_id == user.pk or user.role in CHIEFS


def file_entries(
    subject: Any, user: User, limit: int, before: datetime | None = None
) -> list[TimelineEntry]:
    """What was added to a unit; files that came together are one entry."""
    rows = Attachment.objects.filter(
        subject_type=Unit._meta.label_lower, subject_id=subject.pk, kind=UNIT_FILE
    ).select_related("by")
    found = older_than(rows, "at", before)[: limit * AT_ONCE]
    together = [list(group) for _key, group in groupby(found, lambda kept: (kept.at, kept.by_id))]
    return [_entry(group[::-1], user) for group in together[:limit]]


def _entry(kept: list[Attachment], user: User) -> TimelineEntry:
    photos = sum(one.is_photo for one in kept)
    pictures = tuple(picture_of(one, _remove_url(one, user)) for one in kept)
    icon = "camera" if photos else "paperclip"
    text = _said(photos, len(kept) - photos)
    return TimelineEntry(kept[0].at, "files", text, str(kept[0].by), icon=icon, pictures=pictures)


def _remove_url(kept: Attachment, user: User) -> str:
    return reverse("unit_file_remove", args=[kept.pk]) if may_remove(user, kept) else ""


def _said(photos: int, others: int) -> str:
    pictured = ngettext("%(count)d photo", "%(count)d photos", photos) % {"count": photos}
    filed = ngettext("%(count)d file", "%(count)d files", others) % {"count": others}
    if photos and others:
        return _("%(photos)s and %(files)s added") % {"photos": pictured, "files": filed}
    return _("%(what)s added") % {"what": pictured if photos else filed}
