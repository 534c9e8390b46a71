"""The record page: head with state and buttons, the middle, facts and a timeline."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from core import registry, timeline
from core.pages.base import Page, Text
from core.pages.facts import Fact
from core.search import record_key


class DetailPage(Page):
    """Declare model, permission and template; give facts and more context where there is more.

    With `tells` the page has a timeline (V7), fetched after it together with the later panels:
    reading them takes two dozen tables.
    """

    template_name = "core/record.html"
    tells: ClassVar[bool] = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draw the record, or only its timeline for a page that asks for it afterwards."""
        subject = self.subject()
        if self.tells and request.GET.get("part") == "timeline":
            return self.timeline(subject)
        context = {
            "object": subject,
            "title": self.heading(subject),
            "subtitle": self.subtitle(subject),
            "pill": self.pill(subject),
            "facts": self.facts(subject),
            "buttons": self.links(subject),
            "tells": self.tells,
            "panels": self.panels(subject, later=False),
            "record_key": record_key(subject),
            **self.context(subject),
        }
        return render(request, self.template_name, context)

    def heading(self, subject: Any) -> Text:
        """The record's name."""
        return str(subject)

    def subtitle(self, subject: Any) -> Text:
        """One line under the name."""
        return ""

    def pill(self, subject: Any) -> tuple[Text, str] | None:
        """The state as (label, css)."""
        if not hasattr(subject, "state"):
            return None
        return subject.get_state_display(), subject.state

    def facts(self, subject: Any) -> list[tuple[Text, list[Fact]]]:
        """Groups of facts for the side: (heading, rows)."""
        return []

    def context(self, subject: Any) -> dict[str, Any]:
        """What the app's own template wants beside."""
        return {}

    def panels(self, subject: Any, *, later: bool) -> list[registry.Panel]:
        """The boxes of this app and of those above it."""
        return registry.panels(subject, self.user, later=later)

    def timeline(self, subject: Any) -> HttpResponse:
        """The card with the newest entries, the older ones below it, or both as a page (V7)."""
        kind = self.asked("kind")
        try:
            before = timeline.before_of(self.asked("before"))
        except ValueError:
            raise Http404 from None
        page = timeline.page_of(subject, self.user, kind=kind, before=before)
        asked = {"part": "timeline", "kind": kind}
        kinds = registry.timeline_kinds(subject)
        context = {
            "object": subject,
            "title": self.heading(subject),
            "kind": kind,
            "kinds": kinds,
            "older": page.address and f"?{urlencode({**asked, 'before': page.address})}",
            "later": self.panels(subject, later=True) if self.asked("later") else [],
            "runs": timeline.runs(page.entries, {} if kind else dict(kinds)),
        }
        if not self.request.htmx:  # type: ignore[attr-defined]
            return render(self.request, "core/happened.html", context)
        if before:
            return render(self.request, "core/_happened_more.html", context)
        first = "core/_happened_first.html" if self.asked("later") else "core/_happened.html"
        return render(self.request, first, context)
