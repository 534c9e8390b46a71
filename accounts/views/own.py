"""One's own settings and the inbox."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from accounts import selectors
from accounts.forms import PasswordForm
from accounts.models import User
from accounts.services import notifications, own
from accounts.views.second_factor import next_url
from core.commands import execute
from core.pages import Button, FormPage, Page

INBOX_PAGE = 30


def _back(request: HttpRequest, fallback: str) -> HttpResponse:
    """To the page the form was on."""
    url = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()):
        url = fallback
    return HttpResponseRedirect(url)


class Me(Page):
    """Who one is here, and what one may set."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        user = self.user
        context = {
            "title": _("Me"),
            "person": user,
            "memberships": selectors.memberships_on(user, timezone.localdate()),
            "projects": user.projects.order_by("name"),
            "second_factor": selectors.has_second_factor(user),
            "codes_left": selectors.backup_codes_left(user),
            "may_remove": not settings.REQUIRE_TOTP,
        }
        return render(request, "accounts/me.html", context)


class PasswordChange(FormPage):
    """A new password; every other session of the person ends."""

    permission = None
    template_name = "accounts/password_change.html"
    form_class = PasswordForm
    service = staticmethod(own.password_set)
    title = _("Change the password")
    submit = _("Change the password")
    done = _("The password is changed. You are signed out everywhere else.")
    once = False

    def form_kwargs(self, subject: None) -> dict[str, Any]:
        """The form checks the present password with the request."""
        return {"request": self.request}

    def params(self, form: Any, subject: None) -> dict[str, Any]:
        """The new password only."""
        return {"password": form.cleaned_data["password"]}

    def run(self, form: Any, subject: None) -> User:
        """This session goes on, under a new key."""
        user: User = super().run(form, subject)
        update_session_auth_hash(self.request, self.user)
        return user

    def success_url(self, result: Any, subject: None) -> str:
        """Where the person wanted to go before a new password was asked for."""
        return next_url(self.request) if "next" in self.request.GET else reverse("me")


class ThemeSet(Page):
    """Light, dark, or like the device."""

    permission = None

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set it and go back."""
        theme = request.POST.get("theme", "")
        if theme not in User.Theme.values:
            return HttpResponseBadRequest(gettext("Choose light, dark or system."))
        execute(own.theme_choose, by=self.user, theme=theme)
        return _back(request, reverse("me"))


class LanguageSet(View):
    """The language of the pages: for a person kept, for a visitor in a cookie."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set it and go back."""
        language = request.POST.get("language", "")
        if language not in dict(settings.LANGUAGES) or not check_for_language(language):
            return HttpResponseBadRequest(gettext("Choose one of the languages offered."))
        if request.user.is_authenticated:
            execute(own.language_choose, by=request.user, language=language)
        response = _back(request, reverse("me" if request.user.is_authenticated else "sign_in"))
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


class Inbox(Page):
    """What one was told, newest first."""

    permission = None
    buttons = (Button(_("Background work"), "background", "clock-history"),)

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of messages; one more than shown tells whether there are older ones."""
        before = request.GET.get("before", "")
        notes = self.user.notifications.order_by("-pk")
        if before.isdecimal() and len(before) < 19:
            notes = notes.filter(pk__lt=int(before))
        found = list(notes[: INBOX_PAGE + 1])
        shown = found[:INBOX_PAGE]
        context = {
            "title": _("Inbox"),
            "notes": shown,
            "older": shown[-1].pk if len(found) > INBOX_PAGE else None,
            "newest": not before,
            "links": self.links(),
        }
        return render(request, "accounts/inbox.html", context)


class InboxOpen(Page):
    """Mark one message as read and go where it points."""

    permission = None

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Only one's own; an address outside this house is not followed."""
        note = get_object_or_404(self.user.notifications, pk=pk)
        execute(notifications.notification_read, by=self.user, notification_id=note.pk)
        hosts = {request.get_host()}
        safe = url_has_allowed_host_and_scheme(note.url, hosts, request.is_secure())
        return HttpResponseRedirect(note.url if safe else reverse("inbox"))


class InboxRead(Page):
    """Mark everything as read."""

    permission = None

    def post(self, request: HttpRequest) -> HttpResponse:
        """Done at once."""
        count = execute(notifications.notifications_read_all, by=self.user)
        messages.success(
            request,
            ngettext("%(n)d message marked as read.", "%(n)d messages marked as read.", count)
            % {"n": count},
        )
        return HttpResponseRedirect(reverse("inbox"))
