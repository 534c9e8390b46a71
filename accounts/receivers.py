"""What accounts does when somebody signs in, or when something waits for a decision."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import sessions
from accounts.selectors import has_second_factor
from accounts.services import approvals as told
from core import approvals


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
