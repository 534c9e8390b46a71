"""Per request: how long a session may live, which language it speaks, what is due before work.

None of them asks the database for more than the session and its user.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts import sessions

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# A page that asks by itself (a counter, a board) says so; it does not keep a session alive.
BACKGROUND = "X-Background"
# The one fragment that is the page itself; any other sits beside a form somebody may be writing.
LIST = "list"


class SessionLimitMiddleware:
    """Ends a session that was idle too long or has lived too long, and says so."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Sign-in again instead of the page when the session is over."""
        if request.user.is_authenticated:
            now = timezone.now()
            why = sessions.ended(
                request.session, now, idle=settings.SESSION_IDLE, longest=settings.SESSION_MAX
            )
            if why:
                logout(request)
                return _to_sign_in(request, why)
            if BACKGROUND not in request.headers:
                sessions.touch(request.session, now)
        return _whole_page(request, self.get_response(request))


class UserLanguageMiddleware:
    """The person's own language, else the cookie's, else the browser's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in that language, and only this request."""
        user: Any = request.user
        language = getattr(user, "language", "") or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


class SecondFactorMiddleware:
    """Before any work: the second factor where it is due, then an own password."""

    # What must stay open, or nobody could do what is asked of them.
    OPEN = frozenset({"sign_in", "sign_out", "language_set", "theme_set", "health"})

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing happens here; the view must be known first."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Send to what is due, unless that is where the request goes."""
        if not request.user.is_authenticated:
            return None
        due = _due(request)
        match = request.resolver_match
        if not due or (match and match.view_name in {due, *self.OPEN}):
            return None
        back = urlencode({"next": _page_of(request)})
        return _redirect(request, f"{reverse(due)}?{back}")


def _due(request: HttpRequest) -> str | None:
    """The name of the page that has to come first."""
    user: Any = request.user
    if not user.is_verified():
        if request.session.get(sessions.SECOND_FACTOR_DUE):
            return "second_factor_verify"
        if settings.REQUIRE_TOTP:
            return "second_factor_setup"
    return "password_change" if user.initial_until else None


def _to_sign_in(request: HttpRequest, why: sessions.Ended) -> HttpResponse:
    """To sign-in and then back to the page with the form, whose text the browser has kept."""
    query = {"next": _page_of(request), "ended": str(why)}
    if request.method == "POST":
        query["unsaved"] = "1"
    return _redirect(request, f"{reverse('sign_in')}?{urlencode(query)}")


def _page_of(request: HttpRequest) -> str:
    """The page to come back to: of a POST or a fragment the page it was sent from."""
    sent_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    asked = request.get_full_path()
    if request.method == "GET" and not _from_htmx(request):
        return asked
    if not url_has_allowed_host_and_scheme(sent_from, {request.get_host()}, request.is_secure()):
        return asked
    parts = urlsplit(sent_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _from_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _redirect(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect of the whole page; htmx would swap the sign-in form into a table.

    A fragment beside a form gets only a sentence: leaving the page would lose what is typed.
    """
    if not _from_htmx(request):
        return HttpResponseRedirect(url)
    response = HttpResponse(_("You are signed out. Sign in again to go on."), status=401)
    if request.headers.get("HX-Target") == LIST or request.headers.get("HX-Boosted"):
        response.headers["HX-Redirect"] = url
    return response


def _whole_page(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Turn a view's "sign in first" into one that htmx follows with the whole page."""
    if response.status_code != 302 or not _from_htmx(request) or request.user.is_authenticated:
        return response
    if not response.headers["Location"].startswith(reverse("sign_in")):
        return response
    query = urlencode({"next": _page_of(request)})
    return _redirect(request, f"{reverse('sign_in')}?{query}")
