"""Look-ups narrowed."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from core.filters import DayRangeFilter, FilterSet, SearchFilter
from units.filters.choices import colleagues_of
from units.models import LookUpDay


class LookUpDayFilter(FilterSet):
    """By person and day, and only what is marked."""

    q = SearchFilter("by__name__icontains", "by__username__icontains")
    by = django_filters.ModelChoiceFilter(queryset=colleagues_of, label=_("person"))
    on = DayRangeFilter(field_name="day", label=_("day"))
    unusual = django_filters.ChoiceFilter(
        choices=[("yes", _("more than usual"))], method="only_unusual", label=_("remark")
    )

    class Meta:
        model = LookUpDay
        fields = ("q", "by")

    def only_unusual(self, rows: Any, name: str, value: str) -> Any:
        """The days of which somebody was told."""
        return rows.filter(told_at__isnull=False)
