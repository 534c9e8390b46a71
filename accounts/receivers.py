"""What accounts does when somebody signs in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import sessions
from accounts.selectors import has_second_factor


@receiver(user_logged_in, dispatch_uid="accounts.begin_session")
def begin_session(request: HttpRequest, user: Any, **_: object) -> None:
    """Stamp the new session; from here its hours are counted."""
    sessions.begin(request.session, timezone.now(), second_factor_due=has_second_factor(user))
