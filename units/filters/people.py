"""People narrowed."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from core.filters import FilterSet, SearchFilter
from units.models import Contact, Unit
from units.search import person_named


class ContactFilter(FilterSet):
    """People by name, pinyin or mobile number, by their role and their unit."""

    q = SearchFilter(person_named())
    role = django_filters.ChoiceFilter(choices=Contact.Role.choices, label=_("role"))
    # A unit's page leads here; choosing among all units is what that page's search is for.
    unit = django_filters.ModelChoiceFilter(
        queryset=Unit.objects.all(), widget=forms.HiddenInput, label=_("unit")
    )

    class Meta:
        model = Contact
        fields = ("q", "role", "unit")

    def filter_queryset(self, queryset: Any) -> Any:
        """Who is erased stands in no list."""
        return super().filter_queryset(queryset).known()
