"""Telling people about exports, imports and actions on many rows."""

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.services.notifications import notify
from core.exports.cap import STOP
from core.models import BulkJob, ExportRecord, ImportBatch
from core.permissions import EXPORT_VIEW


def export_alarm(*, record: ExportRecord, step: str, persons: int, by: User) -> int:
    """Tell manager and compliance of the person's projects; returns how many were told."""
    return notify(
        user_ids=[user.pk for user in _watchers(record.by) if user.pk != record.by_id],
        kind=f"export_{step}",
        key=str(record.pk),
        title=lambda: _alarm_title(step) % {"person": record.by},
        body=lambda: (
            _("“%(list)s”: with it %(number)d people within the days of the rule.")
            % {"list": record, "number": persons}
        ),
        url=record.get_absolute_url(),
        by=by,
    )


def _alarm_title(step: str) -> str:
    if step == STOP:
        return _("%(person)s has reached the second step of exported people")
    return _("%(person)s has reached the first step of exported people")


def _watchers(user: User) -> list[User]:
    near = User.objects.filter(projects__in=user.project_ids, is_active=True).distinct()
    return [person for person in near if person.has_perm(EXPORT_VIEW)]


def export_ready(*, record: ExportRecord, by: User) -> int:
    """Tell who asked that the file is there, or why it is not."""
    return _tell(record, "export_ready", lambda: _ready_title(record) % {"list": record})


def _ready_title(record: ExportRecord) -> str:
    if record.state == ExportRecord.State.DONE:
        return _("The export “%(list)s” is ready")
    return _("The export “%(list)s” was not made")


def export_released(*, record: ExportRecord, by: User) -> int:
    """Tell who was refused that they may export again."""
    return _tell(record, "export_released", lambda: _("Your exports are released. Export again."))


def _tell(record: ExportRecord, kind: str, title: Callable[[], str]) -> int:
    return notify(
        user_ids=[record.by_id],
        kind=kind,
        key=str(record.pk),
        title=title,
        url=record.get_absolute_url(),
    )


def bulk_finished(*, job: BulkJob, by: User) -> int:
    """Tell who began it how it ended."""
    return notify(
        user_ids=[job.by_id],
        kind="bulk_finished",
        key=str(job.pk),
        title=lambda: (
            _("Done: %(done)d rows, refused: %(refused)d")
            % {"done": job.done, "refused": job.refused}
        ),
        body=lambda: job.failed_because,
        url=job.get_absolute_url(),
    )


_IMPORTED = {
    "checked": gettext_lazy("The file “%(file)s” is checked. Look at it and confirm."),
    "refused": gettext_lazy("The file “%(file)s” cannot be read"),
    "done": gettext_lazy("The import “%(file)s” is done"),
    "failed": gettext_lazy("The import “%(file)s” was not done"),
    "undone": gettext_lazy("The import “%(file)s” is undone"),
}


def import_finished(*, batch: ImportBatch, by: User) -> int:
    """Tell who uploaded it how it ended; what they stopped they know."""
    title = _IMPORTED.get(batch.state)
    if title is None:
        return 0
    return notify(
        user_ids=[batch.created_by_id],
        kind="import_finished",
        key=f"{batch.pk}:{timezone.now():%Y%m%d%H%M%S%f}",  # a file is checked more than once
        title=lambda: str(title) % {"file": batch.file_name},
        body=lambda: batch.failed_because,
        url=batch.get_absolute_url(),
    )
