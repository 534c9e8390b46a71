"""Gifts narrowed."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.filters import DayRangeFilter, FilterSet, SearchFilter
from units.filters.choices import teams_of
from units.models import Contact, Gift, Unit
from units.models.gift import GIFT_STATES
from units.search import person_named, unit_named


def units_of_gifts(request: Any) -> Any:
    """Units with a gift the person may see."""
    return Unit.objects.filter(gifts__in=Gift.objects.visible_to(request.user)).distinct()


def people_of_gifts(request: Any) -> Any:
    """People with a gift the person may see."""
    return Contact.objects.filter(gifts__in=Gift.objects.visible_to(request.user)).distinct()


class GiftFilter(FilterSet):
    """Gifts by item, person, unit, state, team and day."""

    q = SearchFilter("item__icontains", person_named("contact__"), unit_named("unit__"))
    state = django_filters.MultipleChoiceFilter(choices=GIFT_STATES, label=_("state"))
    team = django_filters.ModelChoiceFilter(
        field_name="unit__team", queryset=teams_of, label=_("team")
    )
    given = DayRangeFilter(field_name="given_on", label=_("given on"))
    unit = django_filters.ModelChoiceFilter(
        queryset=units_of_gifts, label=_("unit"), widget=forms.HiddenInput
    )
    contact = django_filters.ModelChoiceFilter(
        queryset=people_of_gifts, label=_("given to"), widget=forms.HiddenInput
    )

    class Meta:
        model = Gift
        fields = ("q", "state", "team", "given", "unit", "contact")
