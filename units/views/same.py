"""Is it taken? The answer while typing, the page for the factory gate, and who asked how often."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.commands import execute
from core.pages import Button, DetailPage, Empty, Fact, ListPage, Page
from units import permissions
from units.filters.lookup import LookUpDayFilter
from units.forms.same import TakenForm
from units.models import LookUpDay
from units.selectors.same import Match
from units.services.lookup import person_look_up, unit_look_up
from units.tables.lookup import LookUpDayTable


class UnitSame(Page):
    """The fragment under the name while it is typed: is this unit known, is it taken? (U8)"""

    permission = permissions.UNIT_ADD
    http_method_names = ["post"]
    whole = False

    def post(self, request: HttpRequest) -> HttpResponse:
        """POST, so that no telephone or position stands in an address or a log."""
        form = TakenForm(request.POST)
        question = form.question()
        matches = execute(unit_look_up, question=question, by=self.user)
        context = {"matches": matches, "form": form, "asked": question, "title": self.title}
        context["compare"] = compare_url(matches, self.user)
        fragment = request.htmx or not self.whole  # type: ignore[attr-defined]
        name = "units/_same.html" if fragment else "units/unit_taken.html"
        return render(request, name, {**context, "gate": self.whole})


def compare_url(matches: list[Match], user: Any) -> str:
    """Where the two surest stand side by side, for who may merge what they see."""
    two = [match.pk for match in matches if not match.hidden][:2]
    if len(two) < 2 or not user.has_perm(permissions.UNIT_MERGE):
        return ""
    return f"{reverse('unit_merge', args=two[:1])}?other={two[1]}"


class UnitTaken(UnitSame):
    """Two inputs at a factory gate; one tap from the units."""

    title = _("Is this unit taken?")
    http_method_names = ["get", "post"]
    whole = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """Nothing asked yet."""
        context = {"form": TakenForm(), "title": self.title, "gate": True}
        return render(request, "units/unit_taken.html", context)


class CustomerKnown(Page):
    """The fragment under a mobile number: free, or protected until when; never by whom."""

    permission = permissions.CUSTOMER_REGISTER

    def post(self, request: HttpRequest) -> HttpResponse:
        """POST, so that the number stands in no address and no log."""
        typed = request.POST.get("mobile") or request.POST.get("person_mobile", "")
        known = execute(person_look_up, mobile=typed[:20], by=self.user)
        return render(request, "units/_known.html", {"known": known})


class LookUpList(ListPage):
    """Who looked up how much, day by day; what is far above usual is marked."""

    model = LookUpDay
    permission = permissions.LOOKUP_VIEW
    table_class = LookUpDayTable
    filterset_class = LookUpDayFilter
    title = _("Look-ups")
    empty = Empty(
        _("Nobody looked anything up yet"),
        _("Each time somebody asks whether a unit or a customer is taken, it is counted here."),
    )


class LookUpDetail(DetailPage):
    """What one person asked on one day."""

    model = LookUpDay
    permission = permissions.LOOKUP_VIEW
    template_name = "units/lookup_detail.html"

    def queryset(self) -> Any:
        """With the person."""
        return super().queryset().select_related("by")

    def pill(self, subject: LookUpDay) -> tuple[Any, str] | None:
        """Marked where it was more than usual."""
        return (_("more than usual"), "warn") if subject.unusual else None

    def facts(self, subject: LookUpDay) -> list[tuple[Any, list[Fact]]]:
        """The day's figures."""
        figures = [
            Fact(_("Look-ups"), subject.count),
            Fact(_("Found"), subject.hits),
            Fact(_("Of others"), subject.hidden),
            Fact(_("Usual at most"), subject.most),
        ]
        return [(_("The day"), figures)]

    def context(self, subject: LookUpDay) -> dict[str, Any]:
        """The newest first."""
        return {"look_ups": subject.look_ups.all()[:200]}


TAKEN = Button(_("Is it taken?"), "unit_taken", "patch-question", permissions.UNIT_ADD)
