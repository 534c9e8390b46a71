"""In, out, and locked out."""

import math
from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import sessions
from accounts.forms import SignInForm


class SignIn(LoginView):
    """User name and password; `next` leads only to pages of this house."""

    form_class = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Why one stands here."""
        return super().get_context_data(notice=_notice(self.request), **kwargs)


class SignOut(LogoutView):
    """By POST only."""


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The sign-in page with the time from which it takes passwords again; 429."""
    wait = _wait(request, str((credentials or {}).get("username", "")))
    until = timezone.localtime(timezone.now() + wait)
    context = {
        "form": SignInForm(request),
        "next": "",
        "error": _(
            "Too many attempts with a wrong password. Try again at %(time)s, "
            "or ask an administrator for a new password."
        )
        % {"time": f"{until:%H:%M}"},
    }
    seconds = str(math.ceil(wait.total_seconds()))
    response = render(request, "registration/login.html", context, status=429)
    response.headers["Retry-After"] = seconds
    return response


def _wait(request: HttpRequest, username: str) -> timedelta:
    """How long the lock still holds, rounded up to the minute."""
    pause: timedelta = settings.AXES_COOLOFF_TIME
    address = getattr(request, "axes_ip_address", None)
    attempts = AccessAttempt.objects.filter(username=username, ip_address=address)
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    left = (last + pause - timezone.now()) if last else pause
    return timedelta(minutes=max(1, math.ceil(left.total_seconds() / 60)))


def _notice(request: HttpRequest) -> str:
    """Why the session ended, and what became of what was typed."""
    reasons: dict[str, str] = {
        sessions.Ended.IDLE: _("You were signed out because nothing happened for a while."),
        sessions.Ended.LONG: _("You were signed out because the day was long."),
    }
    why = reasons.get(request.GET.get("ended", ""), "")
    if why and "unsaved" in request.GET:
        kept = _(
            "What you sent last was not saved. Sign in: you come back to the form, and what "
            "this device has kept of your text is in it. Then send it again."
        )
        return f"{why} {kept}"
    return why
