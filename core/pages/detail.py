"""The record page: head with state and buttons, the middle, facts and a timeline."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import registry
from core.pages.base import Page, Text


@dataclass(frozen=True)
class Fact:
    """One label–value row of the side panel; an empty value is shown as a dash."""

    label: Text
    value: Any
    url: str = ""
    css: str = ""


class DetailPage(Page):
    """Declare model, permission and template; give facts and more context where there is more."""

    template_name = "core/record.html"
    timeline_limit = 30

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draw the record, or only its timeline for a page that asks for it afterwards."""
        subject = self.subject()
        if request.GET.get("part") == "timeline":
            return render(request, "core/_timeline.html", {"timeline": self.timeline(subject)})
        context = {
            "object": subject,
            "title": self.heading(subject),
            "subtitle": self.subtitle(subject),
            "pill": self.pill(subject),
            "facts": self.facts(subject),
            "buttons": self.links(subject),
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

    def timeline(self, subject: Any) -> list[registry.TimelineEntry]:
        """Everything that happened, newest first, the kind chosen in the address."""
        kind = self.request.GET.get("kind", "")
        return registry.timeline(subject, self.user, kind=kind, limit=self.timeline_limit)
