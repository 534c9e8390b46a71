"""What the lists can be narrowed by."""

from datetime import timedelta
from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import DayRangeFilter, FilterSet, SearchFilter
from units.filters.choices import colleagues_of, teams_of
from units.search import person_named, unit_named
from visits.models import FollowUp, VisitReport

DUE = (
    ("overdue", _("overdue")),
    ("today", _("today and overdue")),
    ("week", _("within a week")),
)


class VisitFilter(FilterSet):
    """Reports by unit (characters, pinyin, initials), team, author, day and state."""

    q = SearchFilter(unit_named("unit__"), label=_("Search units"))
    state = django_filters.ChoiceFilter(choices=VisitReport.STATE_CHOICES[:2], label=_("state"))
    team = django_filters.ModelChoiceFilter(queryset=teams_of, label=_("team"))
    owner = django_filters.ModelChoiceFilter(queryset=colleagues_of, label=_("written by"))
    on = DayRangeFilter(field_name="visited_at", label=_("visited"))

    class Meta:
        model = VisitReport
        fields = ("q", "state", "team", "owner")


class FollowUpFilter(FilterSet):
    """Follow-ups by unit or person, when they are due, state, team and who owes them."""

    q = SearchFilter(
        unit_named("unit__"), person_named("contact__"), label=_("Search units and people")
    )
    due = django_filters.ChoiceFilter(choices=DUE, label=_("due"), method="owed")
    state = django_filters.ChoiceFilter(choices=FollowUp.STATE_CHOICES, label=_("state"))
    team = django_filters.ModelChoiceFilter(queryset=teams_of, label=_("team"))
    owner = django_filters.ModelChoiceFilter(queryset=colleagues_of, label=_("owed by"))
    on = DayRangeFilter(field_name="due_on", label=_("due between"))

    class Meta:
        model = FollowUp
        fields = ("q", "due", "state", "team", "owner")

    def owed(self, queryset: Any, name: str, value: str) -> Any:
        """By the end of today, before today, or within a week."""
        today = timezone.localdate()
        if value == "overdue":
            return queryset.overdue_on(today)
        return queryset.due_by(today + timedelta(days=7) if value == "week" else today)
