"""Kinds of units narrowed."""

import django_filters

from core.filters import FilterSet, SearchFilter
from units.models import Category


class CategoryFilter(FilterSet):
    """By name in either language, and whether they are still offered."""

    q = SearchFilter("name__icontains", "name_zh__contains")
    public_sector = django_filters.BooleanFilter()
    retired = django_filters.BooleanFilter()

    class Meta:
        model = Category
        fields = ("q", "public_sector", "retired")
