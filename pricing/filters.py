"""What the lists can be narrowed by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from core.filters import DayRangeFilter, FilterSet, SearchFilter
from pricing.models import Home, PriceDifference, Purchase
from pricing.models.home import HOME_STATES
from pricing.models.ledger import DIFFERENCE_STATES
from pricing.models.purchase import PURCHASE_STATES, Plan
from units.filters.choices import colleagues_of, teams_of
from units.models import Unit
from units.search import person_named


def units_bought(request: Any) -> Any:
    """Units of which the person may see a purchase; looked up by key, never listed."""
    seen = Purchase.objects.visible_to(request.user).filter(unit=OuterRef("pk"))
    return Unit.objects.filter(Exists(seen))


class HomeFilter(FilterSet):
    """Homes by number, building, state and area."""

    q = SearchFilter("number__icontains", "building__icontains")
    q_building = django_filters.CharFilter(
        field_name="building", lookup_expr="iexact", label=_("building"), max_length=20
    )
    state = django_filters.ChoiceFilter(choices=HOME_STATES, label=_("state"))
    area_from = django_filters.NumberFilter(
        field_name="area", lookup_expr="gte", label=_("area from (m²)")
    )
    area_to = django_filters.NumberFilter(
        field_name="area", lookup_expr="lte", label=_("area to (m²)")
    )

    class Meta:
        model = Home
        fields = ("q", "q_building", "state", "area_from", "area_to")


class PurchaseFilter(FilterSet):
    """Purchases by home, buyer, state, plan, days, and who sold."""

    q = SearchFilter("home__number__icontains", person_named("contact__"))
    state = django_filters.MultipleChoiceFilter(choices=PURCHASE_STATES, label=_("state"))
    plan = django_filters.ChoiceFilter(choices=Plan.choices, label=_("payment plan"))
    team = django_filters.ModelChoiceFilter(queryset=teams_of, label=_("team"))
    owner = django_filters.ModelChoiceFilter(queryset=colleagues_of, label=_("salesperson"))
    subscribed = DayRangeFilter(field_name="subscribed_on", label=_("deposit received"))
    contracted = DayRangeFilter(field_name="contracted_on", label=_("contract signed"))
    unit = django_filters.ModelChoiceFilter(
        queryset=units_bought, label=_("unit"), widget=forms.HiddenInput
    )

    class Meta:
        model = Purchase
        fields = ("q", "state", "plan", "team", "owner", "subscribed", "contracted", "unit")


class DifferenceFilter(FilterSet):
    """Price differences by home, contract and state."""

    q = SearchFilter("purchase__home__number__icontains", "purchase__contract_no__icontains")
    state = django_filters.ChoiceFilter(choices=DIFFERENCE_STATES, label=_("state"))

    class Meta:
        model = PriceDifference
        fields = ("q", "state")
