"""The price list, a home, and a quote that writes nothing (P1, P11)."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.pages import Button, CreatePage, DetailPage, Empty, Fact, ListPage
from core.policies import policy_on
from pricing import permissions
from pricing.filters import HomeFilter
from pricing.forms import HomeForm, QuoteForm
from pricing.models import Home, Purchase
from pricing.models.purchase import Plan
from pricing.policies import PricingPolicy
from pricing.rules import price_steps
from pricing.selectors import Question, quote
from pricing.services import home_add
from pricing.services.homes import HomeFacts
from pricing.states import HomeState
from pricing.tables import HomeTable
from pricing.terms import first_tier_multiplier


class HomeList(ListPage):
    """Homes with normal and group conditions."""

    model = Home
    permission = permissions.HOME_VIEW
    table_class = HomeTable
    filterset_class = HomeFilter
    title = _("Homes")
    buttons = (Button(_("New home"), "home_add", "plus-lg", permissions.HOME_ADD, primary=True),)
    empty = Empty(
        _("No homes yet"),
        _("A sales manager puts them on the price list."),
        "home_add",
        _("New home"),
        permissions.HOME_ADD,
    )

    def rows(self) -> Any:
        """With today's multipliers."""
        mine = self.user.project_ids
        only = min(mine) if len(mine) == 1 else None
        policy = policy_on(PricingPolicy, timezone.localdate(), only)
        group = first_tier_multiplier(policy.member_tiers)
        return super().rows().with_conditions(policy.one_time, group)


class HomeAdd(CreatePage):
    """A home for the price list."""

    model = Home
    permission = permissions.HOME_ADD
    form_class = HomeForm
    service = staticmethod(home_add)
    title = _("New home")
    done = _("The home is on the price list.")

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """The projects one works for."""
        return {"user": self.user}

    def params(self, form: Any, subject: Any) -> dict[str, Any]:
        """The project's key and the facts."""
        facts = dict(form.cleaned_data)
        return {"project_id": facts.pop("project").pk, "facts": HomeFacts(**facts)}


class HomeDetail(DetailPage):
    """One home: what it costs in each plan, who has it."""

    model = Home
    permission = permissions.HOME_VIEW
    template_name = "pricing/home_detail.html"

    def queryset(self) -> QuerySet[Any]:
        """With its project."""
        return super().queryset().select_related("project")

    def links(self, subject: Any = None) -> list[Any]:
        """Reserve only what is available."""
        buttons = [Button(_("Quote"), "home_quote", "calculator", own=True)]
        if subject.state == HomeState.AVAILABLE and self.user.has_perm(permissions.PURCHASE_ADD):
            buttons.insert(
                0, Button(_("Reserve"), "purchase_add", "house-check", primary=True, query="home")
            )
        return [button.link(subject) for button in buttons]

    def facts(self, subject: Home) -> list[tuple[Any, list[Fact]]]:
        """What it is."""
        rows = [
            Fact(_("Project"), subject.project),
            Fact(_("Building"), subject.building),
            Fact(_("Area (m²)"), subject.area),
            Fact(_("Price per m² (yuan)"), f"{subject.unit_price:,.2f}"),
            Fact(_("List price"), f"{subject.list_price:,.2f}"),
        ]
        return [(_("Home"), rows)]

    def context(self, subject: Home) -> dict[str, Any]:
        """Prices by plan; the purchases one may see."""
        policy = policy_on(PricingPolicy, timezone.localdate(), subject.project_id)
        group = first_tier_multiplier(policy.member_tiers)
        prices = [
            (plan.label, price_steps(subject.list_price, getattr(policy, plan.value), group))
            for plan in Plan
        ]
        purchases = Purchase.objects.visible_to(self.user).filter(home=subject).for_list()
        return {"prices": prices, "group": group, "purchases": purchases.order_by("-pk")[:10]}


class HomeQuote(DetailPage):
    """A quote for a plan and a unit, step by step."""

    model = Home
    permission = permissions.HOME_VIEW
    template_name = "pricing/home_quote.html"

    def context(self, subject: Home) -> dict[str, Any]:
        """The form and, once asked, the steps."""
        asked = self.request.GET if "plan" in self.request.GET else None
        form = QuoteForm(asked, user=self.user, initial={"plan": Plan.ONE_TIME})
        found = (
            _quote(subject, form.cleaned_data) if asked is not None and form.is_valid() else None
        )
        return {"form": form, "quote": found, "plan": form.data.get("plan"), "day": _today()}

    def pill(self, subject: Any) -> None:
        """A quote has no state."""

    def heading(self, subject: Home) -> str:
        """Which home it is for."""
        return str(_("Quote for home %(home)s") % {"home": subject})


def _quote(home: Home, asked: dict[str, Any]) -> Any:
    question = Question(asked["plan"], _today(), asked["unit"], group_met=asked["group_met"])
    return quote(home.list_price, home.project_id, question)


def _today() -> Any:
    return timezone.localdate()
