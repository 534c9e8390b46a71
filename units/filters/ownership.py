"""Disputes, the pool and those who hold something, narrowed."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core.filters import DayRangeFilter, FilterSet, SearchFilter
from units.models import Category, Dispute, Holder, PooledContact, PooledUnit
from units.search import person_named, unit_named


class DisputeFilter(FilterSet):
    """Disputes by name, state and day."""

    q = SearchFilter("claimed_name__icontains")
    state = django_filters.ChoiceFilter(choices=Dispute.STATE_CHOICES, label=_("state"))
    on = DayRangeFilter(field_name="opened_at", label=_("opened"))

    class Meta:
        model = Dispute
        fields = ("q", "state")


class PooledUnitFilter(FilterSet):
    """Units in the pool by name, kind and area."""

    q = SearchFilter(unit_named())
    category = django_filters.ModelChoiceFilter(queryset=Category.objects.all())
    q_area = django_filters.CharFilter(
        field_name="address", lookup_expr="icontains", label=_("area"), max_length=60
    )

    class Meta:
        model = PooledUnit
        fields = ("q", "category", "q_area")


class PooledContactFilter(FilterSet):
    """Customers in the pool by name."""

    q = SearchFilter(person_named())

    class Meta:
        model = PooledContact
        fields = ("q",)


class HolderFilter(FilterSet):
    """People by name; those who left alone."""

    q = SearchFilter("name__icontains")
    left = django_filters.BooleanFilter(
        field_name="left_on", lookup_expr="isnull", exclude=True, label=_("has left")
    )

    class Meta:
        model = Holder
        fields = ("q", "left")
