"""What accounts does when somebody signs in, or when something waits for a decision."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import sessions
from accounts.selectors import has_second_factor
from accounts.services import approvals as told
from accounts.services import lists as told_of_lists
from accounts.services.saved_views import shelf_renew
from accounts.signals import team_changed
from core import approvals
from core.bulk import services as bulk
from core.exports import cap
from core.importing.services import working as importing


@receiver(user_logged_in, dispatch_uid="accounts.begin_session")
def begin_session(request: HttpRequest, user: Any, **_: object) -> None:
    """Stamp the new session; from here its hours are counted."""
    sessions.begin(request.session, timezone.now(), second_factor_due=has_second_factor(user))


@receiver(approvals.asked, dispatch_uid="accounts.approval_waits")
def on_asked(approval: Any, by: Any, **_: object) -> None:
    """Into the inbox of who decides next."""
    told.approval_waits(approval=approval, by=by)


@receiver(approvals.returned, dispatch_uid="accounts.approval_returned")
def on_returned(approval: Any, by: Any, **_: object) -> None:
    """Into the inbox of who asked."""
    told.approval_returned(approval=approval, by=by)


@receiver(approvals.approved, dispatch_uid="accounts.approval_approved")
def on_approved(approval: Any, by: Any, **_: object) -> None:
    """Into the inbox of who asked."""
    told.approval_approved(approval=approval, by=by)


@receiver(team_changed, dispatch_uid="accounts.shelf")
def on_team_changed(user: Any, by: Any, **_: object) -> None:
    """A team's views leave the menu with the team."""
    shelf_renew(user_id=user.pk, by=by)


@receiver(cap.alarmed, dispatch_uid="accounts.export_alarm")
def on_alarmed(record: Any, step: str, persons: int, by: Any, **_: object) -> None:
    """Into the inboxes of manager and compliance."""
    told_of_lists.export_alarm(record=record, step=step, persons=persons, by=by)


@receiver(cap.ready, dispatch_uid="accounts.export_ready")
def on_export_ready(record: Any, by: Any, **_: object) -> None:
    """Into the inbox of who asked."""
    told_of_lists.export_ready(record=record, by=by)


@receiver(cap.released, dispatch_uid="accounts.export_released")
def on_export_released(record: Any, by: Any, **_: object) -> None:
    """Into the inbox of who was refused."""
    told_of_lists.export_released(record=record, by=by)


@receiver(bulk.finished, dispatch_uid="accounts.bulk_finished")
def on_bulk_finished(job: Any, by: Any, **_: object) -> None:
    """Into the inbox of who began it."""
    told_of_lists.bulk_finished(job=job, by=by)


@receiver(importing.finished, dispatch_uid="accounts.import_finished")
def on_import_finished(batch: Any, by: Any, **_: object) -> None:
    """Into the inbox of who uploaded it."""
    told_of_lists.import_finished(batch=batch, by=by)
