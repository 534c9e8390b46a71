"""Filters of the list of people."""

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.models import Project, SavedView, User
from core.filters import FilterSet, SearchFilter


class PersonFilter(FilterSet):
    """By name, role, project, and whether they may sign in."""

    q = SearchFilter("name__icontains", "username__icontains")
    role = django_filters.ChoiceFilter(label=_("Role"), choices=User.ROLE_CHOICES)
    projects = django_filters.ModelChoiceFilter(
        label=_("Project"), queryset=Project.objects.order_by("name")
    )
    is_active = django_filters.BooleanFilter(label=_("May sign in"))

    class Meta:
        model = User
        fields = ("role", "projects", "is_active")


class SavedViewFilter(FilterSet):
    """Saved views by name."""

    q = SearchFilter("name__icontains")

    class Meta:
        model = SavedView
        fields = ("q",)
