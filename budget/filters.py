"""What the budget's lists can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from budget.models import Line
from core.filters import FilterSet, SearchFilter
from units.models import Campaign


class LineFilter(FilterSet):
    """Lines by name and campaign."""

    q = SearchFilter("name__icontains")
    campaign = django_filters.ModelChoiceFilter(
        queryset=Campaign.objects.all(), label=_("campaign")
    )

    class Meta:
        model = Line
        fields = ("q", "campaign")
