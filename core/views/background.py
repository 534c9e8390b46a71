"""Background work: what one has under way or had done, in one place."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core import background
from core.pages import Page
from core.timeline import before_of


class Background(Page):
    """One's own actions on many rows, exports and imports, the newest first."""

    permission = None
    title = _("Background work")

    def get(self, request: HttpRequest) -> HttpResponse:
        """All kinds or one; the page asks again by itself while something is under way."""
        kind = self.asked("kind")
        if kind not in {"", *(one.name for one in background.KINDS)}:
            raise Http404
        try:
            before = before_of(self.asked("before"))
        except ValueError:
            raise Http404 from None
        page = background.page_of(self.user, kind, before)
        context = {
            "title": self.title,
            "kinds": background.KINDS,
            "kind": kind,
            "page": page,
            "newest": before is None,
            "open": any(work.open for work in page.entries),
        }
        return render(request, "core/background.html", context)
