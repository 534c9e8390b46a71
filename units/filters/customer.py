"""Registrations and arrivals narrowed."""

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import DayRangeFilter, FilterSet, SearchFilter
from units.filters.choices import colleagues_of, teams_of
from units.models import Arrival, Contact, Registration
from units.search import person_named
from units.selectors.ownership import warning_limit


class _ByTeamAndDay(FilterSet):
    """What the ranking's figures lead to."""

    q = SearchFilter(person_named("contact__"))
    team = django_filters.ModelChoiceFilter(queryset=teams_of, label=_("team"))
    owner = django_filters.ModelChoiceFilter(queryset=colleagues_of, label=_("salesperson"))


class RegistrationFilter(_ByTeamAndDay):
    """Registrations."""

    on = DayRangeFilter(field_name="registered_on", label=_("registered"))
    near = django_filters.BooleanFilter(method="only_near", label=_("soon in the public pool"))

    def only_near(self, rows: Any, name: str, value: bool) -> Any:
        """Live ones of customers the owner has been warned of (U7)."""
        limit = warning_limit(timezone.localdate())
        alone = Contact.objects.left_alone_since(limit).values("pk")
        if value:
            return rows.filter(live=True, contact__in=alone)
        return rows.exclude(live=True, contact__in=alone)

    class Meta:
        model = Registration
        fields = ("q", "team", "owner")


class ArrivalFilter(_ByTeamAndDay):
    """Arrivals."""

    on = DayRangeFilter(field_name="arrived_on", label=_("arrived"))

    class Meta:
        model = Arrival
        fields = ("q", "team", "owner")
