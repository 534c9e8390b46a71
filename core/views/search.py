"""Looking for something: the page, and the answer while one types (see core.search)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import search
from core.pages import Page
from core.search.places import first_actions

ON_A_PAGE = 20


class Search(Page):
    """The box and what was found, as a page of its own. Everybody's: each source shows its own."""

    permission = None
    title = gettext_lazy("Search")
    template_name = "core/search.html"
    most = ON_A_PAGE
    goes_on = True  # what one may do where nothing was found; under the box Enter would do it

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty box."""
        return self.draw("")

    def post(self, request: HttpRequest) -> HttpResponse:
        """What was found. Posted, so that no name or number gets into an address (L1)."""
        return self.draw(search.typed(request.POST.get("q", "")))

    def draw(self, text: str) -> HttpResponse:
        """Everything found; before anything is typed, what one had open and may do."""
        found = search.found(self.user, text, most=self.most) if text else self.offered()
        context = {
            "title": self.title,
            "typed": text,
            "groups": found or (self.offered() if self.goes_on else []),
            "said": said(found, text),
        }
        return render(self.request, self.template_name, context)

    def offered(self) -> list[search.Group]:
        """Records the browser remembers, then actions."""
        remembered = search.recent(self.user, self.request.POST.getlist("recent"))
        actions = first_actions(self.user, search.MOST)
        groups = [
            search.Group("recent", _("Opened last"), remembered),
            search.Group("actions", _("Actions"), actions),
        ]
        return [group for group in groups if group.hits]


class SearchFound(Search):
    """The answer while one types: the lines alone."""

    http_method_names = ["post", "options"]
    template_name = "core/_found.html"
    most = search.MOST
    goes_on = False


def said(groups: list[search.Group], text: str) -> str:
    """How many, for who does not see the lines; what to do where nothing was found."""
    count = sum(len(group.hits) for group in groups)
    if text and not count:
        return _("Nothing found. Try fewer characters, the initials or the last four digits.")
    return ngettext("%(count)d result", "%(count)d results", count) % {"count": count}
