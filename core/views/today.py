"""*Today*: what wants doing, the most urgent first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import registry
from core.pages import Page

MOST = 8


class Today(Page):
    """Everybody's home: one sentence, at most eight cards, the rest behind links."""

    permission = None
    title = _("Today")

    def get(self, request: HttpRequest) -> HttpResponse:
        """The cards of every app that has some."""
        day = timezone.localdate()
        cards = registry.today(self.user, day)
        context = {
            "title": self.title,
            "day": day,
            "total": sum(card.count for card in cards),
            "cards": cards[:MOST],
            "more": sum(card.count for card in cards[MOST:]),
        }
        return render(request, "core/today.html", context)
